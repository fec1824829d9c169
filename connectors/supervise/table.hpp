#pragma once
// How supervised feeds fare: a table for people, an object for programs. Knows no terminal.
#include "connectors/supervise/supervisor.hpp"

namespace dalian::supervise {

using Statuses = std::vector<ChildStatus const*>;

/// Lines of at most 120 columns, each with its end.
std::string table(Statuses const& children);
/// One line of JSON without its end.
std::string to_json(Statuses const& children, Instant now);
/// What became of it, for one line: "running (pid 12)".
std::string describe(ChildStatus const& child);

/// Inputs that were understood; those that were refused; the reason of most of these.
struct Judged {
  std::uint64_t accepted = 0, rejected = 0;
  std::string_view reason;
};
Judged judge(wire::FeedReport const& report);

} // namespace dalian::supervise
