#pragma once
// Everything that can be done, with the key that does it, where, and the buttons that do the same: the page of help and
// the test that all can be done from the keyboard read this one table.
#include "renderer/ui/workplace_layout.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace dalian::ui {

inline constexpr unsigned kEverywhere = 0xF;
constexpr unsigned in(WorkplaceKind kind) {
  return 1U << static_cast<unsigned>(kind);
}

struct Action {
  std::string_view topic;                // words: "help." + topic is the keys, and that + ".does" what they do
  unsigned places = kEverywhere;         // bits of in()
  std::vector<std::string_view> buttons; // keys of buttons; one that ends in "." stands for all that begin so
};

/// In the order of the page of help.
std::span<Action const> actions();
/// Of a workplace, its own first.
std::vector<Action const*> actions_of(WorkplaceKind kind);
/// The action that does what a button does there; null when only a pointer reaches it.
Action const* action_of(std::string_view button, WorkplaceKind kind);

} // namespace dalian::ui
