#pragma once
// The live things of a picture without a window: a twin of its own that is fed by a child until it has heard all, or
// another's twin.
#include "renderer/app/command_line.hpp"
#include "renderer/app/feed_process.hpp"
#include "renderer/app/picture_stage.hpp"
#include "twin/app/service.hpp"

namespace dalian::viewer {

class PictureFeed {
 public:
  /// Begins, beside whatever its caller sets up meanwhile: `seconds` of synthetic feed from `start` on. Throws
  /// std::runtime_error with one clear line, as moment() does.
  PictureFeed(CommandLine const& options, Instant start, double seconds);

  /// Waits until all is heard. Without feed nothing lives, and it is `start`.
  LiveMoment moment();

 private:
  Instant start_;
  std::unique_ptr<app::Service> service_; // null when the picture shows no live thing
  std::unique_ptr<FeedProcess> feed_;
};

} // namespace dalian::viewer
