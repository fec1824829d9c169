#include "connectors/sumo/sumo_process.hpp"

#include "connectors/common/descriptor.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <netinet/in.h>
#include <random>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace dalian::sumo {
namespace {

using namespace std::chrono_literals;

bool can_run(std::string const& program) {
  if (program.find('/') != program.npos) return ::access(program.c_str(), X_OK) == 0;
  char const* const path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    auto const end = std::min(rest.find(':'), rest.size());
    if (::access((std::filesystem::path(rest.substr(0, end)) / program).c_str(), X_OK) == 0) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

} // namespace

SumoProcess::SumoProcess(Options options) : options_(std::move(options)) {}

SumoProcess::SumoProcess(SumoProcess&& other) noexcept
    : options_(std::move(other.options_)), port_(other.port_), pid_(std::exchange(other.pid_, -1)),
      backoff_(other.backoff_), due_(other.due_) {}

Result<SumoProcess> SumoProcess::start(Options options) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(options.scenario, error))
    return Error{fmt::format("{}: there is no such scenario", options.scenario.string())};
  if (!can_run(options.program))
    return Error{
        fmt::format("{}: cannot be run; apt-get install sumo, or say where it is with --sumo", options.program)};
  SumoProcess process(std::move(options));
  process.port_ = free_port();
  if (!process.spawn()) return Error{fmt::format("sumo: cannot be started: {}", std::strerror(errno))};
  return process;
}

/// One that is free now, below those that Linux gives to connections (ip_local_port_range begins at 32,768): among
/// these somebody's connection would take it before SUMO does, even our own attempt, which then meets itself. Should
/// another program take it all the same, SUMO fails and is started again.
std::uint16_t SumoProcess::free_port() {
  constexpr std::uint16_t kFirst = 20'000, kPorts = 12'000;
  std::random_device draw;
  for (int attempt = 0; attempt < 1000; ++attempt) {
    connectors::Descriptor const socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in own{};
    own.sin_family = AF_INET;
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    own.sin_port = htons(static_cast<std::uint16_t>(kFirst + draw() % kPorts));
    if (::bind(socket.get(), reinterpret_cast<sockaddr*>(&own), sizeof own) == 0) return ntohs(own.sin_port);
  }
  return 0;
}

std::string SumoProcess::address() const {
  return fmt::format("127.0.0.1:{}", port_);
}

bool SumoProcess::spawn() {
  std::vector<std::string> const words{
      options_.program, "-c",   options_.scenario.string(), "--remote-port", std::to_string(port_),
      "--no-step-log",  "true", "--xml-validation",         "never"};
  std::vector<char*> argv;
  for (auto const& word : words)
    argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  auto const parent = ::getpid();
  pid_ = ::fork();
  if (pid_ != 0) return pid_ > 0;
  ::prctl(PR_SET_PDEATHSIG, SIGTERM); // never outlives us
  if (::getppid() != parent) ::_exit(1);
  ::dup2(STDERR_FILENO, STDOUT_FILENO); // standard output is for JSON
  ::execvp(argv[0], argv.data());
  ::_exit(127);
}

void SumoProcess::tend() {
  auto const now = std::chrono::steady_clock::now();
  if (pid_ > 0) {
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) != pid_) return;
    pid_ = -1;
    auto const pause = backoff_.next();
    due_ = now + pause;
    auto const how = WIFSIGNALED(status) ? fmt::format("was ended by signal {}", WTERMSIG(status))
                                         : fmt::format("ended with status {}", WEXITSTATUS(status));
    if (options_.note)
      options_.note(
          fmt::format("sumo {}; it is started again in {:.1f} s", how, std::chrono::duration<double>(pause).count()));
    return;
  }
  if (now >= due_ && !spawn()) due_ = now + backoff_.next();
}

SumoProcess::~SumoProcess() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGTERM);
  for (int i = 0; i < 200; ++i) {
    if (::waitpid(pid_, nullptr, WNOHANG) == pid_) return;
    std::this_thread::sleep_for(10ms);
  }
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

} // namespace dalian::sumo
