#pragma once
// One process: started in a group of its own, ended together with its supervisor, its words and its progress read
// without waiting. Knows no feed. One thread, which must be the one that lives as long as the program.
#include "connectors/common/descriptor.hpp"
#include "connectors/common/line_buffer.hpp"
#include "connectors/common/progress.hpp"
#include "twin/base/result.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <poll.h>
#include <string>
#include <sys/types.h>
#include <vector>

namespace dalian::supervise {

struct Ended {
  int status = 0;   // of exit, or
  int signal = 0;   // what killed it
  std::string text; // for people: "exit status 1"
  bool well() const { return status == 0 && signal == 0; }
};

class Child {
 public:
  /// `command` begins with a program, found by PATH unless it has a '/'.
  static Result<std::unique_ptr<Child>> start(std::vector<std::string> const& command,
                                              std::filesystem::path const& folder);
  /// Kills what still runs.
  ~Child();
  Child(Child const&) = delete;
  Child& operator=(Child const&) = delete;

  pid_t pid() const { return pid_; }
  /// To it and to what it started.
  void signal(int number) const;
  /// Adds what it may wake a poll with.
  void wait_on(std::vector<pollfd>& descriptors) const;
  /// Lines of its output and error output that have come; bounded, so that a chatterer leaves time to others.
  void read_lines(std::function<void(std::string_view)> const& take);
  /// The newest that it told since the last call.
  std::optional<connectors::Progress> read_progress();
  /// Once it has ended.
  std::optional<Ended> ended();

 private:
  Child(pid_t pid, connectors::Descriptor words, connectors::Descriptor progress);

  pid_t pid_;
  connectors::Descriptor words_, progress_;
  connectors::LineBuffer lines_;
  std::vector<char> message_;
  bool running_ = true;
};

} // namespace dalian::supervise
