#include "connectors/supervise/child.hpp"

#include "connectors/common/utf8.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

namespace dalian::supervise {
namespace {

using connectors::Descriptor;

constexpr int kProgressNumber = 3; // of the socket in the child
constexpr int kCannotStart = 127;  // as shells have it
constexpr std::size_t kMostLine = 1024, kMostProgress = 64 * 1024;
constexpr int kMostReads = 16; // of one child in one turn

/// Everything that the new process needs, made before there is one: after fork only what is safe in signal handlers may
/// be called, for other threads may have held locks.
struct Launch {
  std::vector<char*> arguments, environment;
  std::string folder;
  int words, progress;
  pid_t parent;
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts)
    out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

std::vector<std::string> environment_of_child() {
  std::string const mine = fmt::format("{}=", connectors::kProgressVariable);
  std::vector<std::string> all{fmt::format("{}{}", mine, kProgressNumber)};
  for (char** entry = environ; *entry != nullptr; ++entry)
    if (!std::string_view(*entry).starts_with(mine)) all.emplace_back(*entry);
  return all;
}

[[noreturn]] void become(Launch const& launch) {
  ::setpgid(0, 0); // a Ctrl-C at the terminal is for the supervisor, which ends its children in order
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != launch.parent) ::_exit(kCannotStart); // it died before the line above
  ::signal(SIGPIPE, SIG_DFL);
  int const nothing = ::open("/dev/null", O_RDONLY);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(launch.words, STDOUT_FILENO);
  ::dup2(launch.words, STDERR_FILENO);
  if (launch.progress == kProgressNumber)
    ::fcntl(launch.progress, F_SETFD, 0);
  else
    ::dup2(launch.progress, kProgressNumber);
  if (::chdir(launch.folder.c_str()) == 0)
    ::execvpe(launch.arguments[0], launch.arguments.data(), launch.environment.data());
  char const* const why = std::strerror(errno); // a table of the C library: no lock, no memory
  (void)!::write(STDERR_FILENO, "cannot be started: ", 19);
  (void)!::write(STDERR_FILENO, why, std::strlen(why));
  (void)!::write(STDERR_FILENO, "\n", 1);
  ::_exit(kCannotStart);
}

} // namespace

Child::Child(pid_t pid, Descriptor words, Descriptor progress)
    : pid_(pid), words_(std::move(words)), progress_(std::move(progress)), lines_(kMostLine, 16 * 1024),
      message_(kMostProgress) {}

Result<std::unique_ptr<Child>> Child::start(std::vector<std::string> const& command,
                                            std::filesystem::path const& folder) {
  int words[2], progress[2];
  if (::pipe2(words, O_CLOEXEC) != 0) return Error{std::strerror(errno)};
  Descriptor read_words(words[0]), write_words(words[1]);
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, progress) != 0) return Error{std::strerror(errno)};
  Descriptor read_progress(progress[0]), write_progress(progress[1]);
  ::fcntl(read_words.get(), F_SETFL, O_NONBLOCK);
  auto arguments = command;
  auto environment = environment_of_child();
  Launch const launch{pointers(arguments), pointers(environment), folder.string(),
                      write_words.get(),   write_progress.get(),  ::getpid()};
  auto const pid = ::fork();
  if (pid < 0) return Error{std::strerror(errno)};
  if (pid == 0) become(launch);
  ::setpgid(pid, pid); // here too: whoever comes first
  return std::unique_ptr<Child>(new Child(pid, std::move(read_words), std::move(read_progress)));
}

Child::~Child() {
  if (!running_) return;
  signal(SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void Child::signal(int number) const {
  if (running_) ::kill(-pid_, number);
}

void Child::wait_on(std::vector<pollfd>& descriptors) const {
  if (words_) descriptors.push_back({words_.get(), POLLIN, 0});
  if (progress_) descriptors.push_back({progress_.get(), POLLIN, 0});
}

void Child::read_lines(std::function<void(std::string_view)> const& take) {
  for (int i = 0; words_ && i < kMostReads; ++i) {
    auto const space = lines_.space();
    auto const n = ::read(words_.get(), space.data(), space.size());
    if (n < 0) return;
    if (n > 0)
      lines_.commit(static_cast<std::size_t>(n));
    else
      words_.reset();
    for (auto line = lines_.next(); line; line = lines_.next())
      take(connectors::valid_utf8(line->text));
    if (words_) continue;
    if (auto const line = lines_.rest()) take(connectors::valid_utf8(line->text));
  }
}

std::optional<connectors::Progress> Child::read_progress() {
  std::optional<connectors::Progress> newest;
  for (int i = 0; progress_ && i < kMostReads; ++i) {
    auto const n = ::recv(progress_.get(), message_.data(), message_.size(), MSG_DONTWAIT);
    if (n < 0) return newest;
    if (n == 0) progress_.reset();
    if (auto told = connectors::decode_progress({message_.data(), static_cast<std::size_t>(n)})) newest = told;
  }
  return newest;
}

std::optional<Ended> Child::ended() {
  siginfo_t found{};
  if (!running_ || ::waitid(P_PID, static_cast<id_t>(pid_), &found, WEXITED | WNOHANG | WNOWAIT) != 0 ||
      found.si_pid != pid_)
    return std::nullopt;
  ::kill(-pid_, SIGKILL); // what it started and left behind, while the number is still its own
  int raw = 0;
  ::waitpid(pid_, &raw, 0);
  running_ = false;
  if (WIFSIGNALED(raw)) {
    int const number = WTERMSIG(raw);
    return Ended{0, number, fmt::format("killed by signal {} ({})", number, ::strsignal(number))};
  }
  int const status = WEXITSTATUS(raw);
  return Ended{status, 0, status == 0 ? "ended" : fmt::format("exit status {}", status)};
}

} // namespace dalian::supervise
