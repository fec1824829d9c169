#pragma once
// Other programs, run to their end.
#include "twin/base/result.hpp"

#include <string>
#include <vector>

namespace dalian {

/// Exit status of words[0], found along PATH, with the other words as its arguments; 1 when a signal ended it. An error
/// when it cannot be started. `quiet`: what it says on standard error goes nowhere.
Result<int> run_program(std::vector<std::string> words, bool quiet = false);

/// Starts it and goes on; its process id, to be waited for. What it says goes to `out` and `err`, descriptors of files
/// or pipes; −1: where ours goes.
Result<int> start_program(std::vector<std::string> words, int out, int err);

/// A program of ours: the one in the folder of the running one, else by its name along PATH.
std::string program_beside_us(std::string const& name);

} // namespace dalian
