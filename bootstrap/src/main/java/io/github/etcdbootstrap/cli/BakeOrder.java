package io.github.etcdbootstrap.cli;

import io.github.etcdbootstrap.text.BadInput;
import io.github.etcdbootstrap.text.Shown;
import java.util.Optional;

/** What `bake` was told. */
record BakeOrder(String root, Optional<String> name, Optional<String> seedPlace) {
  BakeOrder {
    if (name.isPresent() && seedPlace.isPresent()) {
      throw new BadInput(
          "--seed-place beside --name: a card that is baked for one member carries its own seed",
          "leave one of them out");
    }
    seedPlace.filter(place -> !place.startsWith("/")).ifPresent(BakeOrder::notAbsolute);
  }

  private static void notAbsolute(String place) {
    throw new BadInput(
        "--seed-place " + Shown.place(place) + ": is not an absolute path",
        "name the folder as the card's own machine will call it, such as /media/usb");
  }
}
