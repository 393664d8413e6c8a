package io.github.etcdbootstrap.sim;

import io.github.etcdbootstrap.sim.Event.Act;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** From what the adversary draws: the likelier, the more often it stands here. */
final class Menu {
  private static final Map<Kind, List<Act>> MENUS = new EnumMap<>(Kind.class);

  static {
    for (Kind kind : Kind.values()) {
      MENUS.put(kind, menu(kind));
    }
  }

  private Menu() {}

  /** Of a rule that is broken, what it is about is half of it. */
  static List<Act> of(Kind kind, Broken broken) {
    if (broken.about().isEmpty()) {
      return MENUS.get(kind);
    }
    List<Act> menu = new ArrayList<>(MENUS.get(kind));
    int share = menu.size() / broken.about().size();
    broken.about().forEach(act -> add(menu, share, act));
    return menu;
  }

  private static List<Act> menu(Kind kind) {
    List<Act> menu = new ArrayList<>();
    add(menu, 10, Act.RUN);
    add(menu, 12, Act.RUN_A_WHILE);
    add(menu, 12, Act.GO_ON);
    add(menu, 8, Act.STEP);
    add(menu, 4, Act.KILL_RUN);
    add(menu, 3, Act.STOP_RUN);
    add(menu, 5, Act.POWER);
    add(menu, 5, Act.BOOT);
    add(menu, 3, Act.KILL_ETCD);
    add(menu, 3, Act.DELETE_DATA);
    add(menu, 3, Act.NEW_CARD);
    add(menu, 1, Act.CLONE_CARD);
    add(menu, 2, Act.TAKE_IMAGE);
    add(menu, 1, Act.OLD_IMAGE);
    add(menu, 1, Act.COPY_ALL);
    add(menu, 1, Act.LEAVE);
    add(menu, 1, Act.REJOIN);
    add(menu, 2, Act.UNATTENDED);
    add(menu, 3, Act.CUT_LINK);
    add(menu, 2, Act.CUT_ALL);
    add(menu, 3, Act.HEAL);
    add(menu, 8, Act.WRITE);
    add(menu, 6, Act.TIME);
    add(menu, 3, Act.LOSSY);
    if (!kind.isPrivate() && kind != Kind.FORGETFUL) {
      add(menu, 1, Act.START_OVER);
    }
    if (kind == Kind.TRAVELLING) {
      add(menu, 12, Act.STICK);
    } else if (kind == Kind.PRIVATE_UNBORN) {
      add(menu, 3, Act.GIVE_BIRTH);
    }
    switch (kind) {
      case SLOW -> add(menu, 3, Act.DELETE_UNDER_ETCD);
      case GROWING -> {
        add(menu, 5, Act.GROW);
        add(menu, 4, Act.SHRINK);
        add(menu, 2, Act.DELETE_UNDER_ETCD);
      }
      case FORGETFUL -> {
        add(menu, 4, Act.FORGET);
        add(menu, 2, Act.DELETE_UNDER_ETCD);
      }
      default -> {}
    }
    return menu;
  }

  private static void add(List<Act> menu, int times, Act act) {
    for (int i = 0; i < times; i++) {
      menu.add(act);
    }
  }
}
