#include "twin/app/host_jobs.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sstream>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dalian::app {
namespace {

constexpr std::size_t kLongestLine = std::size_t{64} << 20;

class Descriptor {
 public:
  explicit Descriptor(int fd = -1) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  void close() { *this = Descriptor(); }

 private:
  int fd_;
};

/// A file in memory that holds `text`, to be read from its beginning.
Descriptor file_of(std::string const& text) {
  Descriptor file(::memfd_create("input", MFD_CLOEXEC));
  std::string_view left = text;
  while (file.get() >= 0 && !left.empty()) {
    auto const n = ::write(file.get(), left.data(), left.size());
    if (n <= 0) return Descriptor();
    left.remove_prefix(static_cast<std::size_t>(n));
  }
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

class Running {
 public:
  explicit Running(HostJob const& job) {
    auto const input = file_of(job.input);
    std::array<int, 2> ends{-1, -1};
    if (input.get() < 0 || ::pipe2(ends.data(), O_CLOEXEC) != 0) return;
    output_ = Descriptor(ends[0]);
    Descriptor const theirs(ends[1]);
    std::vector<char*> words;
    for (auto const& word : job.command)
      words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input.get(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, theirs.get(), STDOUT_FILENO);
    if (::posix_spawnp(&pid_, words[0], &actions, nullptr, words.data(), environ) != 0) pid_ = -1;
    posix_spawn_file_actions_destroy(&actions);
  }

  int output() const { return output_.get(); }

  /// False at the end of what it says.
  bool hear(std::function<bool(std::string const&)> const& line) {
    std::array<char, 1 << 16> block;
    auto const n = ::read(output_.get(), block.data(), block.size());
    if (n < 0 && errno == EINTR) return true;
    if (n <= 0) return false;
    text_.append(block.data(), static_cast<std::size_t>(n));
    std::size_t begin = 0;
    for (auto end = text_.find('\n'); end != std::string::npos; end = text_.find('\n', begin)) {
      if (!line(text_.substr(begin, end - begin))) return false;
      begin = end + 1;
    }
    text_.erase(0, begin);
    return text_.size() <= kLongestLine;
  }

  /// Its exit status; `end`: it is not waited for until it has done all.
  int finish(bool end) {
    output_.close();
    if (pid_ < 0) return 127;
    if (end) ::kill(pid_, SIGTERM);
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

 private:
  pid_t pid_ = -1;
  Descriptor output_;
  std::string text_;
};

/// What ssh's shell at the other end leaves as it is.
bool is_plain(std::string const& word) {
  return !word.empty() && std::ranges::all_of(word, [](char const c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("-_./:=,@+%").find(c) != std::string_view::npos;
  });
}

} // namespace

Result<std::vector<std::string>> on_host(std::string const& launcher, std::string const& host,
                                         std::vector<std::string> command) {
  if (host == "localhost") return command;
  std::istringstream words(launcher);
  std::vector<std::string> all;
  for (std::string word; words >> word;)
    all.push_back(word);
  if (all.empty()) return Error{"--launcher: name the program that runs a command on a host, such as ssh"};
  if (!is_plain(host) || host.starts_with('-')) return Error{fmt::format("--hosts: '{}' is no host", host)};
  all.push_back(host);
  for (auto const& word : command)
    if (!is_plain(word))
      return Error{fmt::format("'{}' cannot be said to another host: use letters, digits and -_./:=,@+% alone", word)};
  std::ranges::move(command, std::back_inserter(all));
  return all;
}

std::vector<int> run_jobs(std::vector<HostJob> const& jobs,
                          std::function<bool(std::size_t, std::string const&)> const& line) {
  std::vector<Running> running;
  running.reserve(jobs.size());
  std::vector<pollfd> ends;
  for (auto const& job : jobs) {
    running.emplace_back(job);
    ends.push_back({running.back().output(), POLLIN, 0});
  }
  std::vector<int> status(jobs.size(), 127);
  auto left = static_cast<std::size_t>(std::ranges::count_if(ends, [](pollfd const& end) { return end.fd >= 0; }));
  while (left > 0) {
    if (::poll(ends.data(), ends.size(), -1) < 0) continue;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      if (ends[i].fd < 0 || ends[i].revents == 0) continue;
      bool unwanted = false;
      auto const take = [&](std::string const& text) {
        unwanted = !line(i, text);
        return !unwanted;
      };
      if (running[i].hear(take)) continue;
      status[i] = running[i].finish(unwanted);
      ends[i].fd = -1;
      --left;
    }
  }
  return status;
}

} // namespace dalian::app
