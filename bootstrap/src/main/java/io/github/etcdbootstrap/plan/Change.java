package io.github.etcdbootstrap.plan;

import java.util.Locale;

/**
 * All that the program is able to do to a machine or a cluster, in four files:
 *
 * <ul>
 *   <li>{@link FileChange}: InstallRelease, SwitchLink, MakeFolder, WriteFile, ReplacePair,
 *       SetOwnership, GiveToEtcd, RemoveLeftover, KeepReplaced, KeepSeed, TakeSnapshot, NoteDisk
 *   <li>{@link ServiceChange}: AddGroup, AddUser, EnableService, DisableService, StopService,
 *       StartService, RestartService
 *   <li>{@link StartChange}: DrawBirth, MeetFounders, WriteMark, RecordMark, ShareMark,
 *       MoveDataAside, PermitFirstStart, ConfirmStarted
 *   <li>{@link MemberChange}: Prove, RemoveMember, AddLearner, PromoteMember, ChangePeerUrl,
 *       AwaitRemoval, RememberUnattended
 * </ul>
 */
public sealed interface Change permits FileChange, ServiceChange, StartChange, MemberChange {
  /** Whether the plan still holds after a change. */
  enum Outcome {
    DONE,
    /** Done; what follows rests on what it brought: observe again. */
    DONE_LOOK_AGAIN,
    /** The world is not as it was when this was planned: nothing was done, observe again. */
    LOOK_AGAIN
  }

  /** Makes the change; atomic, or safe to repeat. */
  Outcome apply(World world);

  /** Whether it leaves something behind that the next look must find. */
  default boolean leavesTrace() {
    return true;
  }

  /** One line in words; never a key's content. */
  String describe();

  /** The path or name that is changed. */
  String target();

  /** The change's kind as `plan --json` shows it: `write-file`. */
  default String kind() {
    return getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }
}
