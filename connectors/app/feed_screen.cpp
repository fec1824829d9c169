#include "connectors/app/feed_screen.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>

namespace dalian::connectors {

FeedScreen::Form FeedScreen::form_for(bool json) {
  if (json) return Form::json;
  return ::isatty(STDOUT_FILENO) != 0 ? Form::table : Form::changes;
}

/// Cursor up and all below it cleared: ECMA-48, CUU and ED.
void FeedScreen::erase() {
  if (drawn_ > 0) fmt::print("\x1b[{}A\x1b[J", drawn_);
  std::fflush(stdout);
  drawn_ = 0;
}

void FeedScreen::say(std::string const& text) {
  erase();
  fmt::print(stderr, "{}\n", text);
}

void FeedScreen::line(supervise::ChildStatus const& child, std::string_view text) {
  say(fmt::format("{}: {}", child.name, text));
}

void FeedScreen::changed(supervise::ChildStatus const& child) {
  if (form_ == Form::changes) {
    fmt::print("{}: {}\n", child.name, supervise::describe(child));
    std::fflush(stdout);
  }
}

void FeedScreen::show(supervise::Statuses const& children, Instant now) {
  if (form_ == Form::json) {
    fmt::print("{}\n", supervise::to_json(children, now));
    std::fflush(stdout);
  }
  if (form_ != Form::table) return;
  erase();
  auto const text = supervise::table(children);
  drawn_ = static_cast<std::size_t>(std::ranges::count(text, '\n'));
  fmt::print("{}", text);
  std::fflush(stdout);
}

} // namespace dalian::connectors
