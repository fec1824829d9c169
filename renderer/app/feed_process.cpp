#include "renderer/app/feed_process.hpp"

#include "twin/base/run_program.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dalian::viewer {
namespace {

constexpr int kCannotStart = 127;

/// In the child: nothing here may allocate, for other threads of the parent may have held its locks. Never outlives the
/// window, also where that is killed or loses its display.
[[noreturn]] void become(pid_t parent, char* const* argv) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(kCannotStart); // it died before the line above
  ::execvp(argv[0], argv);
  char const* const why = std::strerror(errno); // a table of the C library
  for (char const* const words : {"twinview: twinfeed cannot be started: ", why, "\n"})
    (void)!::write(STDERR_FILENO, words, std::strlen(words));
  ::_exit(kCannotStart);
}

} // namespace

Result<std::unique_ptr<FeedProcess>> FeedProcess::start(std::vector<std::string> const& arguments) {
  std::string const program = program_beside_us("twinfeed");
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (auto const& a : arguments)
    argv.push_back(const_cast<char*>(a.c_str()));
  argv.push_back(nullptr);
  pid_t const parent = ::getpid(), pid = ::fork();
  if (pid < 0) return Error{fmt::format("{} cannot be started: {}", program, std::strerror(errno))};
  if (pid == 0) become(parent, argv.data());
  return std::unique_ptr<FeedProcess>(new FeedProcess(pid));
}

int FeedProcess::exit_status() {
  if (status_ >= 0) return status_;
  int raw = 0;
  if (waitpid(pid_, &raw, WNOHANG) != pid_) return -1;
  status_ = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
  return status_;
}

FeedProcess::~FeedProcess() {
  if (exit_status() >= 0) return;
  kill(pid_, SIGTERM);
  int raw = 0;
  while (waitpid(pid_, &raw, 0) < 0 && errno == EINTR) {
  }
}

Result<std::unique_ptr<FeedProcess>> start_feed(FeedRequest const& r) {
  if (r.feeds == "none") return std::unique_ptr<FeedProcess>();
  bool const at_once = !r.start.empty();
  std::vector<std::string> arguments;
  if (r.feeds == "synth" || r.feeds == "city") {
    arguments = {"synth", "--twin", r.endpoint};
    if (r.feeds == "city") arguments.push_back("--traffic");
    if (at_once)
      arguments.insert(arguments.end(),
                       {"--start", r.start, "--seconds", fmt::format("{}", r.seconds), "--speed", "0"});
  } else {
    constexpr std::string_view kReplay = "replay:";
    arguments = {"ais", "--file", r.feeds.substr(kReplay.size()), "--twin", r.endpoint, "--quiet"};
    if (at_once) arguments.insert(arguments.end(), {"--time", "keep", "--speed", "0"});
  }
  return FeedProcess::start(arguments);
}

} // namespace dalian::viewer
