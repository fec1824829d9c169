#include "renderer/app/video_encoder.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ; // NOLINT(readability-redundant-declaration): POSIX leaves it to the program

namespace dalian::viewer {
namespace {

std::vector<std::string> arguments(std::filesystem::path const& part, VideoForm const& form) {
  return {"ffmpeg", "-hide_banner", "-loglevel", "error", "-y",
          // what comes in
          "-f", "rawvideo", "-pixel_format", "rgba", "-video_size", fmt::format("{}x{}", form.width, form.height),
          "-framerate", std::to_string(form.frames_per_s), "-i", "pipe:0",
          // what goes out: colours as screens have them (ITU-R BT.709), and nothing that differs from run to run
          "-vf", "scale=out_color_matrix=bt709:out_range=tv", "-colorspace", "bt709", "-color_primaries", "bt709",
          "-color_trc", "bt709", "-c:v", "libx264", "-preset", "medium", "-crf", "18", "-pix_fmt", "yuv420p",
          "-threads", "1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", "-movflags",
          "+faststart", "-f", "mp4", "file:" + part.string()};
}

/// Its standard input is `in`.
Result<int> spawn(std::vector<std::string> const& words, int in) {
  std::vector<char*> argv;
  for (auto const& word : words)
    argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  pid_t pid = -1;
  int const error = posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0)
    return Error{fmt::format("ffmpeg, which makes the video, cannot be started: {}. Install it: apt install ffmpeg",
                             std::strerror(error))};
  return static_cast<int>(pid);
}

} // namespace

Result<std::unique_ptr<VideoEncoder>> VideoEncoder::start(std::filesystem::path const& file, VideoForm const& form) {
  if (form.width % 2 != 0 || form.height % 2 != 0)
    return Error{fmt::format("a video of {} × {} pixels: both must be even", form.width, form.height)};
  std::signal(SIGPIPE, SIG_IGN); // an encoder that ends early is a failed write, not the end of this program
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return Error{fmt::format("no pipe: {}", std::strerror(errno))};
  auto part = file;
  part.replace_extension(".part.mp4");
  auto const pid = spawn(arguments(part, form), ends[0]);
  ::close(ends[0]);
  if (!pid) {
    ::close(ends[1]);
    return Error{pid.error()};
  }
  return std::unique_ptr<VideoEncoder>(new VideoEncoder(file, part, *pid, ends[1]));
}

int VideoEncoder::wait() {
  if (pipe_ >= 0) ::close(std::exchange(pipe_, -1));
  int raw = 0;
  while (waitpid(pid_, &raw, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
}

VideoEncoder::~VideoEncoder() {
  if (pid_ < 0) return;
  kill(pid_, SIGTERM);
  wait();
  std::error_code ignored;
  std::filesystem::remove(part_, ignored);
}

Status VideoEncoder::add(gpu::Picture const& picture) {
  auto const* at = picture.rgba.data();
  for (std::size_t left = picture.rgba.size(); left > 0;) {
    auto const wrote = ::write(pipe_, at, left);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return Error{fmt::format("{}: ffmpeg ended before the video did", file_.string())};
    at += wrote;
    left -= static_cast<std::size_t>(wrote);
  }
  return {};
}

Status VideoEncoder::finish() {
  if (int const status = wait(); status != 0)
    return Error{fmt::format("{}: ffmpeg ended with status {}", file_.string(), status)};
  std::error_code error;
  std::filesystem::rename(part_, file_, error);
  if (error) return Error{fmt::format("{} cannot be written: {}", file_.string(), error.message())};
  return {};
}

} // namespace dalian::viewer
