#pragma once
// What another program says, taken while it runs beside whatever its caller does.
#include "twin/base/result.hpp"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace dalian {

class ProgramOutput {
 public:
  /// Starts words[0], found along PATH, with the other words as its arguments.
  static Result<std::unique_ptr<ProgramOutput>> start(std::vector<std::string> words);
  /// Stops it where it is not done.
  ~ProgramOutput();
  ProgramOutput(ProgramOutput const&) = delete;
  ProgramOutput& operator=(ProgramOutput const&) = delete;

  /// Takes what there is; never waits. True when it has ended, well or not.
  bool ended();
  void wait();
  /// Once it has ended: its exit status, 1 when a signal ended it.
  int status() const { return status_; }
  std::string const& out() const { return said_[0]; } // standard output, all of it once it has ended
  std::string const& err() const { return said_[1]; } // standard error, likewise

 private:
  ProgramOutput(int pid, std::array<int, 2> pipes) : pid_(pid), pipes_(pipes) {}
  bool take(int timeout_ms);
  void take_from(std::size_t which);
  void finish();

  int pid_ = -1, status_ = 1;
  std::array<int, 2> pipes_; // out, err; -1 once it is closed
  std::array<std::string, 2> said_;
};

} // namespace dalian
