#include "twin/base/run_program.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dalian {

Result<int> start_program(std::vector<std::string> words, int out, int err) {
  std::vector<char*> argv;
  for (auto& word : words)
    argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (out >= 0) posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  if (err >= 0) posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
  pid_t child = -1;
  int const failed = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return Error{words[0] + " cannot be started: " + std::strerror(failed)};
  return static_cast<int>(child);
}

Result<int> run_program(std::vector<std::string> words, bool quiet) {
  int const nowhere = quiet ? ::open("/dev/null", O_WRONLY | O_CLOEXEC) : -1;
  auto const child = start_program(std::move(words), -1, nowhere);
  if (nowhere >= 0) ::close(nowhere);
  if (!child) return child;
  int status = 0;
  while (waitpid(*child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

std::string program_beside_us(std::string const& name) {
  std::error_code error;
  auto const self = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) return name;
  auto const folder = self.parent_path();
  for (auto const& place : {folder / name, folder.parent_path() / "lib/dalian-twin" / name}) // as built; as installed
    if (std::filesystem::exists(place)) return place.string();
  return name;
}

} // namespace dalian
