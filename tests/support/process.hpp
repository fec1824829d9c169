#pragma once
// Runs one of the project's programs in a test: its output goes to files, and it never outlives the object.
#include "tests/support/temp_folder.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace dalian::test {

/// The path of a program of this build (DALIAN_BIN).
std::string program(std::string const& name);

class Process {
 public:
  struct Limits {
    std::optional<std::uint64_t> file_bytes; // RLIMIT_FSIZE: no file grows beyond it, as on a full disk
  };
  /// Throws when it cannot be started.
  explicit Process(std::vector<std::string> const& arguments, Limits limits = {});
  /// Kills what still runs.
  ~Process();
  Process(Process const&) = delete;
  Process& operator=(Process const&) = delete;

  pid_t pid() const { return pid_; }
  void signal(int number) const;
  /// Exit status, 128 + signal when killed; nothing when it still runs after `limit`.
  std::optional<int> wait(std::chrono::milliseconds limit);
  bool running();

  /// What it wrote so far.
  std::string out() const;
  std::string err() const;

 private:
  TempFolder folder_;
  pid_t pid_ = -1;
  std::optional<int> status_;
};

struct Finished {
  int status = -1;
  std::string out, err;
};
/// Runs to the end; status −1 when it does not end within the limit.
Finished run(std::vector<std::string> const& arguments, std::chrono::milliseconds limit = std::chrono::seconds(30));

} // namespace dalian::test
