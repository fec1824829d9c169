#pragma once
// Pictures → a video file, through the ffmpeg of the system, started beside us. The same pictures give the same file:
// one thread, no dates, no versions in it.
#include "renderer/gpu/png_file.hpp"
#include "twin/base/result.hpp"

#include <filesystem>
#include <memory>

namespace dalian::viewer {

struct VideoForm {
  std::uint32_t width = 0, height = 0; // pixels, even
  int frames_per_s = 25;
};

class VideoEncoder {
 public:
  /// H.264 in MP4, written to FILE.part.mp4 until it is whole. The error says what is missing and the remedy.
  static Result<std::unique_ptr<VideoEncoder>> start(std::filesystem::path const& file, VideoForm const& form);
  /// Unfinished: what was written is removed.
  ~VideoEncoder();
  VideoEncoder(VideoEncoder const&) = delete;
  VideoEncoder& operator=(VideoEncoder const&) = delete;

  Status add(gpu::Picture const& picture);
  /// Waits for the encoder, and gives the file its name.
  Status finish();

 private:
  VideoEncoder(std::filesystem::path file, std::filesystem::path part, int pid, int pipe)
      : file_(std::move(file)), part_(std::move(part)), pid_(pid), pipe_(pipe) {}
  int wait();

  std::filesystem::path file_, part_;
  int pid_ = -1, pipe_ = -1;
};

} // namespace dalian::viewer
