#pragma once
// feeds.toml: which processes `twinfeed all` keeps running. The options of a feed are those of the command of its kind,
// and it is that command line which judges them. Knows no command and no process.
#include "connectors/common/backoff.hpp"
#include "twin/base/result.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace dalian::supervise {

enum class Restart : std::uint8_t { on_failure, always, never };

struct ChildPlan {
  std::string name;                   // of the feed in the twin too
  std::string kind;                   // "ais", …; "program" for one that is not ours
  std::vector<std::string> arguments; // after the program's name; of a "program" with it
  bool serves = false;                // feeds need it: started first, stopped last
  Restart restart = Restart::on_failure;
  std::string ready{}; // of one that serves: what it says once it can be used; empty = it is not waited for
};

struct FeedList {
  std::vector<ChildPlan> children; // in the order of the file, those that serve first
  connectors::Backoff::Limits restart{};
  std::chrono::milliseconds stop_limit{10'000};  // for all feeds, from the wish to end
  std::chrono::milliseconds ready_limit{60'000}; // for all that serve; then feeds are started all the same
  std::string twin;                              // where feeds tell, unless they say another; empty = the default
  std::filesystem::path folder;                  // relative names of files begin here
};

/// What the program's command line knows.
struct Grammar {
  std::function<bool(std::string const& kind)> is_kind;
  std::function<bool(std::string const& kind, std::string const& option)> has_option; // without its dashes
  std::function<Status(std::vector<std::string> const& arguments)> check;
  std::string kinds; // for messages: "ais, mqtt"
};

/// The error names file, line, field and remedy. `twin` takes the place of the file's own; empty = the file's.
Result<FeedList> read_feed_list(std::filesystem::path const& file, Grammar const& grammar, std::string const& twin);

} // namespace dalian::supervise
