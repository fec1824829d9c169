#pragma once
// Commands that run beside each other, on this machine or others, each fed a text and heard line by line.
#include "twin/base/result.hpp"

#include <functional>
#include <string>
#include <vector>

namespace dalian::app {

struct HostJob {
  std::vector<std::string> command; // found by PATH
  std::string input;                // its standard input, whole
};

/// What comes before a command so that it runs on `host`: the words of `launcher` ("ssh", or "srun -w") and the host;
/// nothing for "localhost". An error for words that a shell at the other end would take apart.
Result<std::vector<std::string>> on_host(std::string const& launcher, std::string const& host,
                                         std::vector<std::string> command);

/// Runs them all; `line` is called on this thread with the number of a job and each whole line that it says, and may
/// answer false: then that job is ended. Their errors go where ours go. The exit status of each, 128 + signal, or 127
/// for what could not be started.
std::vector<int> run_jobs(std::vector<HostJob> const& jobs,
                          std::function<bool(std::size_t job, std::string const& line)> const& line);

} // namespace dalian::app
