#include "renderer/app/modelled_figures.hpp"

#include "twin/base/run_program.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ; // NOLINT(readability-redundant-declaration): POSIX leaves it to the program

namespace dalian::viewer {
namespace {

using nlohmann::json;

/// Its standard output is `out`; on one thread, for the screen needs the others.
Result<int> spawn(std::filesystem::path const& scenario, int out) {
  std::vector<std::string> words{program_beside_us("twinctl"), "whatif",    "run", "--json",
                                 "--without-traffic",          "--threads", "1"};
  if (!scenario.empty()) words.insert(words.end(), {scenario.string(), "--rebase"}); // whatever base this version has
  std::vector<char*> argv;
  for (auto& word : words)
    argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  pid_t pid = -1;
  int const error = posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return Error{fmt::format("{} cannot be started: {}", words[0], std::strerror(error))};
  return static_cast<int>(pid);
}

} // namespace

Result<ModelledFigures> ModelledFigures::read(std::string const& text) {
  ModelledFigures out;
  try {
    auto const document = json::parse(text);
    for (json const& kpi : document.at("scenarios").at(0).at("kpis"))
      out.figures_[{fmt::format("{}.{}", kpi.at("engine").get<std::string>(), kpi.at("name").get<std::string>()),
                    kpi.at("scope").get<std::string>()}] = {kpi.at("value").get<double>(), kpi.at("low").get<double>(),
                                                            kpi.at("high").get<double>(),
                                                            kpi.at("unit").get<std::string>()};
  } catch (json::exception const& error) {
    return Error{fmt::format("twinctl whatif run: {}", error.what())};
  }
  return out;
}

ModelledFigure const* ModelledFigures::find(std::string const& figure, std::string const& zone) const {
  auto const it = figures_.find({figure, zone});
  return it == figures_.end() ? nullptr : &it->second;
}

Result<std::unique_ptr<FiguresJob>> FiguresJob::start(std::filesystem::path const& scenario) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return Error{fmt::format("no pipe: {}", std::strerror(errno))};
  auto const pid = spawn(scenario, ends[1]);
  ::close(ends[1]);
  if (!pid) {
    ::close(ends[0]);
    return Error{pid.error()};
  }
  return std::unique_ptr<FiguresJob>(new FiguresJob(*pid, ends[0]));
}

FiguresJob::~FiguresJob() {
  if (pid_ < 0) return;
  kill(pid_, SIGTERM);
  finish();
}

bool FiguresJob::ended() {
  while (pid_ >= 0 && take(0)) {
  }
  return pid_ < 0;
}

void FiguresJob::wait() {
  while (pid_ >= 0)
    take(-1);
}

/// True when something came, or the end.
bool FiguresJob::take(int timeout_ms) {
  pollfd waits{pipe_, POLLIN, 0};
  if (::poll(&waits, 1, timeout_ms) <= 0) return false;
  std::array<char, 65536> bytes;
  auto const got = ::read(pipe_, bytes.data(), bytes.size());
  if (got < 0 && errno == EINTR) return true;
  if (got > 0)
    text_.append(bytes.data(), static_cast<std::size_t>(got));
  else
    finish();
  return true;
}

void FiguresJob::finish() {
  ::close(std::exchange(pipe_, -1));
  int raw = 0;
  while (waitpid(pid_, &raw, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  auto read = ModelledFigures::read(text_);
  text_.clear();
  if (read)
    figures_ = std::make_unique<ModelledFigures>(std::move(read).value());
  else
    trouble_ = WIFEXITED(raw) && WEXITSTATUS(raw) != 0
                   ? fmt::format("twinctl whatif run ended with status {}", WEXITSTATUS(raw))
                   : read.error();
}

} // namespace dalian::viewer
