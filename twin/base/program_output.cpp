#include "twin/base/program_output.hpp"

#include "twin/base/run_program.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace dalian {
namespace {

class Pipe {
 public:
  Pipe() : made_(::pipe2(ends_.data(), O_CLOEXEC) == 0) {}
  ~Pipe() {
    for (int const end : ends_)
      if (end >= 0) ::close(end);
  }
  Pipe(Pipe const&) = delete;
  Pipe& operator=(Pipe const&) = delete;
  explicit operator bool() const { return made_; }
  int writing() const { return ends_[1]; }
  int take_reading() { return std::exchange(ends_[0], -1); }

 private:
  std::array<int, 2> ends_{-1, -1};
  bool made_;
};

} // namespace

Result<std::unique_ptr<ProgramOutput>> ProgramOutput::start(std::vector<std::string> words) {
  Pipe out, err;
  if (!out || !err) return Error{words[0] + " cannot be started, no pipe: " + std::strerror(errno)};
  auto const pid = start_program(std::move(words), out.writing(), err.writing());
  if (!pid) return Error{pid.error()};
  return std::unique_ptr<ProgramOutput>(new ProgramOutput(*pid, {out.take_reading(), err.take_reading()}));
}

ProgramOutput::~ProgramOutput() {
  if (pid_ < 0) return;
  kill(pid_, SIGTERM);
  finish();
}

bool ProgramOutput::ended() {
  while (pid_ >= 0 && take(0)) {
  }
  return pid_ < 0;
}

void ProgramOutput::wait() {
  while (pid_ >= 0)
    take(-1);
}

/// True when something came, or an end.
bool ProgramOutput::take(int timeout_ms) {
  std::array<pollfd, 2> waits{{{pipes_[0], POLLIN, 0}, {pipes_[1], POLLIN, 0}}}; // poll passes over -1
  if (::poll(waits.data(), waits.size(), timeout_ms) <= 0) return false;
  for (std::size_t i = 0; i < waits.size(); ++i)
    if (waits[i].revents != 0) take_from(i);
  if (std::ranges::all_of(pipes_, [](int end) { return end < 0; })) finish();
  return true;
}

void ProgramOutput::take_from(std::size_t which) {
  std::array<char, 65536> bytes;
  auto const got = ::read(pipes_[which], bytes.data(), bytes.size());
  if (got > 0) said_[which].append(bytes.data(), static_cast<std::size_t>(got));
  if (got == 0 || (got < 0 && errno != EINTR)) ::close(std::exchange(pipes_[which], -1));
}

void ProgramOutput::finish() {
  for (int& end : pipes_)
    if (end >= 0) ::close(std::exchange(end, -1));
  int raw = 0;
  while (waitpid(pid_, &raw, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  status_ = WIFEXITED(raw) ? WEXITSTATUS(raw) : 1;
}

} // namespace dalian
