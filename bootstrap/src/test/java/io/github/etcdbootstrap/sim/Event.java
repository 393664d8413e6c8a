package io.github.etcdbootstrap.sim;

/**
 * Something that the adversary or the owner does.
 *
 * @param amount how much of it, where that means something
 * @param seed of the chance that decides what follows from it
 */
record Event(Act act, int host, int other, int amount, long seed) {
  /** What can be done. */
  enum Act {
    RUN,
    RUN_A_WHILE,
    GO_ON,
    STEP,
    KILL_RUN,
    STOP_RUN,
    POWER,
    BOOT,
    KILL_ETCD,
    DELETE_DATA,
    NEW_CARD,
    CLONE_CARD,
    TAKE_IMAGE,
    OLD_IMAGE,
    CUT_LINK,
    CUT_ALL,
    HEAL,
    STICK,
    WRITE,
    TIME,
    LOSSY,
    START_OVER,
    GIVE_BIRTH,
    LEAVE,
    REJOIN,
    UNATTENDED,
    COPY_ALL,
    DELETE_UNDER_ETCD,
    GROW,
    SHRINK,
    FORGET;

    /** What was on a card is gone. */
    boolean loses() {
      return switch (this) {
        case DELETE_DATA, DELETE_UNDER_ETCD, NEW_CARD, CLONE_CARD, OLD_IMAGE -> true;
        default -> false;
      };
    }
  }

  @Override
  public String toString() {
    return switch (act) {
      case RUN -> "the program runs on host " + host;
      case RUN_A_WHILE -> "the program runs on host %d, for %d calls".formatted(host, amount);
      case GO_ON -> "the run on host %d goes on, for %d calls".formatted(host, amount);
      case STEP -> "the program goes on host %d, to its next step".formatted(host);
      case KILL_RUN -> "the run on host " + host + " is killed";
      case STOP_RUN -> "the run on host " + host + " is stopped (SIGSTOP) till it goes on";
      case POWER -> "the power of host " + host + " is cut";
      case BOOT -> "host " + host + " gets its power back";
      case KILL_ETCD -> "etcd on host " + host + " is killed";
      case DELETE_DATA -> "the data of host " + host + " is deleted";
      case NEW_CARD -> "host " + host + " gets a blank card";
      case CLONE_CARD ->
          "host %d gets a copy of its card, made %s"
              .formatted(host, amount % 2 == 0 ? "just now" : "when an image was last made of it");
      case TAKE_IMAGE -> "an image is made of the card of host " + host;
      case OLD_IMAGE -> "the image is written to the card of host " + host;
      case CUT_LINK -> "hosts %d and %d do not reach each other".formatted(host, other);
      case CUT_ALL -> "the cable of host " + host + " is pulled";
      case HEAL -> "all cables are in";
      case STICK -> "the stick is at host " + host;
      case WRITE -> "a client writes through host " + host;
      case TIME -> amount + " times everybody does what he does by himself";
      case LOSSY -> amount + " of 100 messages are lost";
      case START_OVER -> "the owner starts over: birth moved aside, all services stopped";
      case LEAVE -> "`leave` on host " + host;
      case REJOIN -> "`apply --rejoin` on host " + host;
      case UNATTENDED -> "`apply --unattended` on host " + host;
      case COPY_ALL -> "all hosts off, all cards copied, all hosts on with the copies";
      case DELETE_UNDER_ETCD -> "the data of host %d is deleted, and etcd runs on".formatted(host);
      case GROW -> "the owner puts the next host into the inventory";
      case SHRINK -> "`leave` on the last host of the inventory, which is then taken out of it";
      case FORGET -> "the seed is lost; its owner makes a new one";
      case GIVE_BIRTH -> "the owner puts the birth that was printed into every copy";
    };
  }
}
