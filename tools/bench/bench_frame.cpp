// What a frame costs, per pass, beside what this machine can do at most: clearing pixels and copying memory.
// bench_frame [--view NAME] [--size WxH] [--repeats N] [--json]; needs the baked assets.
#include "renderer/app/still_job.hpp"
#include "renderer/gpu/upload.hpp"
#include "twin/base/version.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <optional>

using namespace dalian;

namespace {

double now_ms() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double median(std::vector<double> v) {
  std::sort(v.begin(), v.end());
  return v.empty() ? 0 : v[v.size() / 2];
}

/// The machine's own limits, measured in this process: the best of several tries.
struct Limits {
  double clear_mpix_s = 0; // a colour attachment of the picture's size
  double copy_gb_s = 0;    // buffer to buffer on the device, bytes read + written
};

double best_ms(gpu::Device& device, int tries, std::function<void(VkCommandBuffer)> const& record) {
  double best = 1e30;
  for (int i = 0; i < tries; ++i) {
    double const t = now_ms();
    device.run(record);
    best = std::min(best, now_ms() - t);
  }
  return best;
}

Limits measure_limits(VkExtent2D extent) {
  gpu::Device device({});
  constexpr int kTries = 9, kRepeat = 8;
  gpu::ImageDesc desc;
  desc.format = VK_FORMAT_R8G8B8A8_UNORM;
  desc.extent = extent;
  desc.usage = VK_IMAGE_USAGE_TRANSFER_DST_BIT;
  gpu::Image const image(device, desc);
  VkClearColorValue const colour{{0.2f, 0.4f, 0.6f, 1}};
  VkImageSubresourceRange const range{VK_IMAGE_ASPECT_COLOR_BIT, 0, 1, 0, 1};
  double const clear = best_ms(device, kTries, [&](VkCommandBuffer cmd) {
    for (int i = 0; i < kRepeat; ++i)
      vkCmdClearColorImage(cmd, image.handle(), VK_IMAGE_LAYOUT_GENERAL, &colour, 1, &range);
  });
  constexpr VkDeviceSize kBytes = 64ull << 20;
  gpu::Buffer const from(device, kBytes, gpu::MemoryUse::device), to(device, kBytes, gpu::MemoryUse::device);
  double const copy = best_ms(device, kTries, [&](VkCommandBuffer cmd) {
    VkBufferCopy const region{0, 0, kBytes};
    vkCmdCopyBuffer(cmd, from.handle(), to.handle(), 1, &region);
  });
  return {kRepeat * extent.width * extent.height / clear / 1e3, 2.0 * kBytes / copy / 1e6};
}

struct Options {
  viewer::CommandLine still;
  int repeats = 3;
  bool json = false;
};

/// Exit status when there is nothing to measure.
std::optional<int> parse(int argc, char** argv, Options& o) {
  std::string size = "1280x720";
  o.still.headless = true;
  CLI::App app("Cost of a frame per pass, beside the machine's limits. Times in milliseconds, median of the repeats.",
               "bench_frame");
  app.set_version_flag("--version", version_line("bench_frame"));
  app.add_option("--view", o.still.view, "Named view")->capture_default_str();
  app.add_option("--size", size, "Pixels, WIDTHxHEIGHT")->capture_default_str();
  app.add_option("--repeats", o.repeats, "Pictures taken; each is the mean of 16 sub-frames")->capture_default_str();
  app.add_flag("--json", o.json, "One JSON object");
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (std::sscanf(size.c_str(), "%dx%d", &o.still.width, &o.still.height) != 2 || o.still.width < 16 ||
      o.still.height < 16 || o.repeats < 1) {
    fmt::print(stderr, "bench_frame: --size is WIDTHxHEIGHT from 16x16 on, --repeats at least 1\n");
    return 2;
  }
  return std::nullopt;
}

struct PassCost {
  std::string name;
  std::vector<double> ms;
};

struct Measured {
  std::vector<PassCost> passes;
  std::vector<double> whole, record, start; // milliseconds
  viewer::PictureStats last;
};

Measured measure(Options const& o) {
  Measured m;
  for (int i = 0; i < o.repeats; ++i) {
    m.last = {};
    (void)viewer::render_still(o.still, m.last);
    double sum = 0;
    for (auto const& t : m.last.passes) {
      auto it = std::find_if(m.passes.begin(), m.passes.end(), [&](auto const& c) { return c.name == t.name; });
      if (it == m.passes.end()) it = m.passes.insert(m.passes.end(), {t.name, {}});
      it->ms.push_back(t.milliseconds);
      sum += t.milliseconds;
    }
    m.whole.push_back(sum);
    m.record.push_back(m.last.record_ms);
    m.start.push_back(m.last.start_ms);
  }
  return m;
}

void print_json(Options const& o, Measured const& m, Limits const& limits, double mpix) {
  nlohmann::ordered_json passes;
  for (auto const& c : m.passes)
    passes[c.name] = median(c.ms);
  nlohmann::ordered_json const out = {{"device", m.last.device},
                                      {"view", o.still.view},
                                      {"width", o.still.width},
                                      {"height", o.still.height},
                                      {"repeats", o.repeats},
                                      {"pass_ms", passes},
                                      {"gpu_ms", median(m.whole)},
                                      {"record_ms", median(m.record)},
                                      {"start_ms", median(m.start)},
                                      {"mpix_per_s", mpix / median(m.whole) * 1e3},
                                      {"limit_clear_mpix_per_s", limits.clear_mpix_s},
                                      {"limit_copy_gb_per_s", limits.copy_gb_s},
                                      {"terrain_patches", m.last.counts.terrain_patches},
                                      {"instances", m.last.instances}};
  fmt::print("{}\n", out.dump(2));
}

void print_table(Options const& o, Measured const& m, Limits const& limits, double mpix) {
  fmt::print("{} · view {} · {}x{} · median of {} pictures of 16 sub-frames\n", m.last.device, o.still.view,
             o.still.width, o.still.height, o.repeats);
  for (auto const& c : m.passes)
    fmt::print("  {:<16}{:9.2f} ms\n", c.name, median(c.ms));
  fmt::print("  {:<16}{:9.2f} ms GPU, {:.2f} ms to record, {:.0f} ms from start to first frame\n", "frame",
             median(m.whole), median(m.record), median(m.start));
  fmt::print("  {:<16}{:9.1f} Mpix/s; limit of this machine: clear {:.0f} Mpix/s, copy {:.1f} GB/s\n", "rate",
             mpix / median(m.whole) * 1e3, limits.clear_mpix_s, limits.copy_gb_s);
}

} // namespace

int main(int argc, char** argv) {
  try {
    Options o;
    if (auto const status = parse(argc, argv, o)) return *status;
    VkExtent2D const extent{static_cast<std::uint32_t>(o.still.width), static_cast<std::uint32_t>(o.still.height)};
    auto const limits = measure_limits(extent);
    auto const measured = measure(o);
    (o.json ? print_json : print_table)(o, measured, limits, extent.width * extent.height / 1e6);
    return 0;
  } catch (std::exception const& error) {
    fmt::print(stderr, "bench_frame: {}\n", error.what());
    return 1;
  }
}
