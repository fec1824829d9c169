#pragma once
// Where `twinfeed all` shows how its feeds fare: a table that is drawn again in its place on a terminal, else a line
// for each change, or lines of JSON. What feeds say themselves goes to standard error.
#include "connectors/supervise/table.hpp"

namespace dalian::connectors {

class FeedScreen {
 public:
  enum class Form : std::uint8_t { table, changes, json };
  /// A terminal on standard output gets the table.
  static Form form_for(bool json);

  explicit FeedScreen(Form form) : form_(form) {}

  void changed(supervise::ChildStatus const& child);
  void line(supervise::ChildStatus const& child, std::string_view text);
  /// Once a second, and at the end.
  void show(supervise::Statuses const& children, Instant now);

 private:
  void say(std::string const& text);
  void erase();

  Form form_;
  std::size_t drawn_ = 0; // lines of the table above the cursor
};

} // namespace dalian::connectors
