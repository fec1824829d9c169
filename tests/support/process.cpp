#include "tests/support/process.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace dalian::test {
namespace {

std::string read_file(std::filesystem::path const& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void redirect(std::filesystem::path const& path, int fd) {
  int const file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
  if (file >= 0) ::dup2(file, fd);
}

} // namespace

std::string program(std::string const& name) {
  char const* bin = std::getenv("DALIAN_BIN");
  if (!bin) throw std::runtime_error("DALIAN_BIN is not set: run the test through ctest");
  return (std::filesystem::path(bin) / name).string();
}

Process::Process(std::vector<std::string> const& arguments, Limits limits) {
  std::vector<char*> argv;
  for (auto const& argument : arguments)
    argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("fork: " + std::string(std::strerror(errno)));
  if (pid_ > 0) return;
  redirect(folder_.path() / "out", STDOUT_FILENO);
  redirect(folder_.path() / "err", STDERR_FILENO);
  if (limits.file_bytes) {
    rlimit limit{*limits.file_bytes, RLIM_INFINITY};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ::execvp(argv[0], argv.data());
  ::_exit(127);
}

Process::~Process() {
  if (!status_ && pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
}

void Process::signal(int number) const {
  if (!status_) ::kill(pid_, number);
}

std::optional<int> Process::wait(std::chrono::milliseconds limit) {
  auto const end = std::chrono::steady_clock::now() + limit;
  while (!status_) {
    int raw = 0;
    auto const done = ::waitpid(pid_, &raw, WNOHANG);
    if (done == pid_)
      status_ = WIFSIGNALED(raw) ? 128 + WTERMSIG(raw) : WEXITSTATUS(raw);
    else if (std::chrono::steady_clock::now() >= end)
      return std::nullopt;
    else
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return status_;
}

bool Process::running() {
  return !wait(std::chrono::milliseconds(0));
}

std::string Process::out() const {
  return read_file(folder_.path() / "out");
}

std::string Process::err() const {
  return read_file(folder_.path() / "err");
}

Finished run(std::vector<std::string> const& arguments, std::chrono::milliseconds limit) {
  Process process(arguments);
  auto const status = process.wait(limit);
  return {status.value_or(-1), process.out(), process.err()};
}

} // namespace dalian::test
