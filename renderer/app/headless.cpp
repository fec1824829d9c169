#include "renderer/app/headless.hpp"

#include "renderer/gpu/readback.hpp"

#include <chrono>
#include <ctime>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>

namespace dalian::viewer {
namespace {

double now_ms() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Of all threads of the process.
double cpu_ms() {
  timespec t{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_nsec) * 1e-6;
}

} // namespace

void add_timings(std::vector<gpu::Timing>& sums, std::vector<gpu::Timing> const& frame) {
  for (auto const& t : frame) {
    auto const it = std::find_if(sums.begin(), sums.end(), [&](auto const& s) { return s.name == t.name; });
    if (it == sums.end())
      sums.push_back(t);
    else
      it->milliseconds += t.milliseconds;
  }
}

gpu::Picture read_picture(gpu::Device& device, passes::PictureRenderer const& renderer) {
  auto const extent = renderer.targets().extent;
  auto const bytes = gpu::read_image(device, renderer.targets().picture);
  gpu::Picture picture{extent.width, extent.height, std::vector<std::uint8_t>(bytes.size())};
  std::memcpy(picture.rgba.data(), bytes.data(), bytes.size());
  return picture;
}

gpu::Picture take_still(gpu::Device& device, passes::PictureRenderer& renderer, gpu::FrameRing& ring,
                        passes::PictureInput const& input, PictureStats& stats,
                        passes::PictureRenderer::Overlay const& overlay) {
  double const begun = now_ms(), computed = cpu_ms();
  double recorded = 0;
  for (unsigned i = 0; i < passes::kSubFrames; ++i) {
    auto const frame = ring.begin();
    double const t = now_ms();
    bool const last = i + 1 == passes::kSubFrames;
    renderer.record(frame, input, {i, false}, last ? overlay : passes::PictureRenderer::Overlay{});
    recorded += now_ms() - t;
    ring.submit();
    ring.finish();
    add_timings(stats.passes, ring.results());
  }
  stats.cpu_ms = (cpu_ms() - computed) / passes::kSubFrames;
  auto picture = read_picture(device, renderer);
  stats.sub_frames = passes::kSubFrames;
  for (auto& t : stats.passes)
    t.milliseconds /= passes::kSubFrames;
  stats.record_ms = recorded / passes::kSubFrames;
  stats.picture_ms = now_ms() - begun;
  stats.counts = renderer.counts();
  stats.device = device.capabilities().device_name;
  stats.driver = device.capabilities().driver;
  stats.gpu_bytes = device.memory().used_bytes();
  stats.validation_messages = device.log().count();
  return picture;
}

void write_stats(PictureStats const& s, std::filesystem::path const& file) {
  nlohmann::ordered_json passes = nlohmann::ordered_json::array();
  for (auto const& t : s.passes)
    passes.push_back({{"pass", t.name}, {"gpu_ms", t.milliseconds}});
  nlohmann::ordered_json const json = {
      {"device", s.device},
      {"driver", s.driver},
      {"start_ms", s.start_ms},
      {"picture_ms", s.picture_ms},
      {"sub_frames", s.sub_frames},
      {"record_ms", s.record_ms},
      {"cpu_ms", s.cpu_ms},
      {"passes", passes},
      {"counts",
       {{"terrain_patches", s.counts.terrain_patches},
        {"instances", s.instances},
        {"movers", s.movers},
        {"boxes", s.drawn.boxes},
        {"triangles", s.drawn.triangles()}}},
      {"gpu_bytes", s.gpu_bytes},
      {"validation_messages", s.validation_messages},
      {"live_objects", s.live_objects},
  };
  std::ofstream out(file);
  out << json.dump(2) << '\n';
  if (!out.flush()) throw std::runtime_error(fmt::format("{} cannot be written", file.string()));
}

} // namespace dalian::viewer
