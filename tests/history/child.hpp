#pragma once
// A child process that does one thing, to be killed or limited.
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

namespace dalian::history {

/// Runs `work` in a child; its return value is the child's exit status.
template <class Work>
pid_t in_child(Work&& work) {
  pid_t const child = ::fork();
  if (child == 0) {
    int const status = work();
    ::_exit(status);
  }
  return child;
}

} // namespace dalian::history
