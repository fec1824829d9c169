// What a frame costs, per pass, beside what this machine can do at most: clearing pixels and copying memory.
// The demo city as still pictures, or a city of boxes (tools/bench/box_city.hpp) as a moving window draws it.
#include "renderer/app/layers.hpp"
#include "renderer/app/still_job.hpp"
#include "tools/bench/box_frames.hpp"
#include "tools/bench/frame_limits.hpp"
#include "twin/base/version.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

using namespace dalian;

namespace {

/// Boxes of each city that stand and that drive; "demo" is the real one.
struct Scene {
  std::size_t boxes, movers;
};
std::map<std::string, Scene> const kScenes = {{"demo", {0, 0}},
                                              {"city10k", {10'000, 0}},
                                              {"city100k", {100'000, 0}},
                                              {"city1m", {1'000'000, 0}},
                                              {"city1m_movers", {1'000'000, 50'000}}};

struct Options {
  viewer::CommandLine still;
  std::string scene = "demo", camera = "air";
  int repeats = 3, frames = 20;
  bool json = false, shadows = true, models = false;
  std::filesystem::path export_file;
};

std::optional<int> wrong_usage(char const* line) {
  fmt::print(stderr, "bench_frame: {}\n", line);
  return 2;
}

/// Exit status when there is nothing to measure.
std::optional<int> parse(int argc, char** argv, Options& o) {
  std::string size = "1280x720", layers, quality = "full";
  o.still.headless = true;
  CLI::App app("Cost of a frame per pass, beside the machine's limits. Times in milliseconds.", "bench_frame");
  app.set_version_flag("--version", version_line("bench_frame"));
  app.add_option("--scene", o.scene, "The demo city, or so many boxes, some of which may drive")
      ->check(CLI::IsMember(kScenes))
      ->capture_default_str();
  app.add_option("--view", o.still.view, "Named view of the demo")->capture_default_str();
  app.add_option("--layer", layers, "Data over the demo, named as twinview names them");
  app.add_option("--camera", o.camera, "Of a box city")->check(CLI::IsMember({"air", "street"}))->capture_default_str();
  app.add_option("--size", size, "Pixels, WIDTHxHEIGHT")->capture_default_str();
  app.add_option("--repeats", o.repeats, "Pictures of the demo; each is the mean of 16 frames")->capture_default_str();
  app.add_option("--frames", o.frames, "Frames of a box city, after three to warm up")->capture_default_str();
  app.add_option("--quality", quality, "full, light or plain")
      ->check(CLI::IsMember(passes::kQualityNames))
      ->capture_default_str();
  app.add_flag("!--no-shadows", o.shadows, "Without shadow maps, to compare with a program that draws none");
  app.add_option("--export", o.export_file, "Only write boxes and camera to this JSON file");
  app.add_option("--shot", o.still.shot, "Write the last frame of a box city to this PNG file");
  app.add_flag("--models", o.models, "Of the demo: which models have the most triangles, by level of detail");
  app.add_flag("--json", o.json, "One JSON object");
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  o.still.quality = passes::quality_of(quality);
  if (std::sscanf(size.c_str(), "%dx%d", &o.still.width, &o.still.height) != 2 || o.still.width < 16 ||
      o.still.height < 16)
    return wrong_usage("--size is WIDTHxHEIGHT from 16x16 on");
  auto const chosen = viewer::parse_layers(layers);
  if (!chosen) return wrong_usage(("--layer: " + chosen.error()).c_str());
  o.still.layers = *chosen;
  if (o.repeats < 1 || o.frames < 1) return wrong_usage("--repeats and --frames are at least 1");
  if (o.scene == "demo" && (!o.export_file.empty() || !o.still.shot.empty()))
    return wrong_usage("--export and --shot are for box cities: give --scene");
  return std::nullopt;
}

double median(std::vector<double> v) {
  std::sort(v.begin(), v.end());
  return v.empty() ? 0 : v[v.size() / 2];
}

/// Milliseconds; what was measured once per repeat or frame is its median.
struct Cost {
  std::string device, subject;
  std::vector<gpu::Timing> passes;
  double gpu_ms = 0, record_ms = 0, start_ms = 0;
  nlohmann::ordered_json more; // what only this kind of subject has
};

double sum_of(std::vector<gpu::Timing> const& passes) {
  double sum = 0;
  for (auto const& t : passes)
    sum += t.milliseconds;
  return sum;
}

/// The models that make nearly all triangles, dearest first.
void add_models(Cost& cost, passes::DrawnThings const& drawn) {
  constexpr std::size_t kMost = 24;
  for (std::size_t i = 0; i < std::min(kMost, drawn.meshes.size()); ++i) {
    auto const& m = drawn.meshes[i];
    cost.more["triangles of " + m.name + " " + std::to_string(m.level)] =
        fmt::format("{} = {} × {}", m.triangles, m.instances, m.triangles / m.instances);
  }
}

Cost measure_demo(Options const& o) {
  std::map<std::string, std::vector<double>> passes;
  std::vector<double> whole, record, start, cpu;
  viewer::PictureStats last;
  for (int i = 0; i < o.repeats; ++i) {
    last = {};
    (void)viewer::render_still(o.still, last);
    for (auto const& t : last.passes)
      passes[t.name].push_back(t.milliseconds);
    whole.push_back(sum_of(last.passes));
    record.push_back(last.record_ms);
    start.push_back(last.start_ms);
    cpu.push_back(last.cpu_ms);
  }
  Cost cost{last.device, "view " + o.still.view, last.passes, median(whole), median(record), median(start), {}};
  for (auto& t : cost.passes)
    t.milliseconds = median(passes[t.name]);
  cost.more = {{"repeats", o.repeats},
               {"cpu_ms", median(cpu)},
               {"terrain_patches", last.counts.terrain_patches},
               {"instances", last.instances},
               {"boxes", last.drawn.boxes},
               {"drawn", last.drawn.instances()},
               {"triangles", last.drawn.triangles()}};
  if (o.models) add_models(cost, last.drawn);
  return cost;
}

Cost measure_boxes(Options const& o, VkExtent2D extent) {
  std::uint32_t const flags = o.shadows ? 0 : FRAME_NO_SHADOWS;
  auto const [count, movers] = kScenes.at(o.scene);
  auto const drawn = bench::draw_boxes({count, movers, o.camera, extent, flags, *o.still.quality}, o.frames);
  if (!o.still.shot.empty()) gpu::write_png(drawn.picture, o.still.shot);
  Cost cost{drawn.stats.device,
            o.scene + " from the " + o.camera,
            drawn.stats.passes,
            sum_of(drawn.stats.passes),
            drawn.stats.record_ms,
            drawn.stats.start_ms,
            {}};
  cost.more = {{"frames", o.frames},
               {"shadows", o.shadows},
               {"wall_ms_median", median(drawn.wall_ms)},
               {"wall_ms_min", *std::ranges::min_element(drawn.wall_ms)},
               {"cpu_ms", drawn.cpu_ms},
               {"instances", drawn.stats.instances},
               {"drawn", drawn.drawn},
               {"triangles", drawn.triangles}};
  return cost;
}

/// Triangles drawn per second of the whole frame, as a share of what the device sets up at most; nothing when the
/// subject does not count triangles.
std::optional<double> triangle_share(Cost const& c, bench::FrameLimits const& limits) {
  if (!c.more.contains("triangles")) return std::nullopt;
  return c.more["triangles"].get<double>() / c.gpu_ms / 1e3 / limits.triangles_m_s;
}

void print_json(Options const& o, Cost const& c, bench::FrameLimits const& limits, double mpix) {
  nlohmann::ordered_json passes;
  for (auto const& t : c.passes)
    passes[t.name] = t.milliseconds;
  nlohmann::ordered_json out = {{"device", c.device},
                                {"scene", o.scene},
                                {o.scene == "demo" ? "view" : "camera", o.scene == "demo" ? o.still.view : o.camera},
                                {"width", o.still.width},
                                {"height", o.still.height},
                                {"pass_ms", passes},
                                {"gpu_ms", c.gpu_ms},
                                {"record_ms", c.record_ms},
                                {"start_ms", c.start_ms},
                                {"mpix_per_s", mpix / c.gpu_ms * 1e3},
                                {"limit_clear_mpix_per_s", limits.clear_mpix_s},
                                {"limit_fill_mpix_per_s", limits.fill_mpix_s},
                                {"limit_triangles_m_per_s", limits.triangles_m_s},
                                {"limit_copy_gb_per_s", limits.copy_gb_s},
                                {"fill_share", mpix / c.gpu_ms * 1e3 / limits.fill_mpix_s}};
  if (auto const share = triangle_share(c, limits)) out["triangle_share"] = *share;
  out.update(c.more);
  fmt::print("{}\n", out.dump(2));
}

void print_table(Options const& o, Cost const& c, bench::FrameLimits const& limits, double mpix) {
  fmt::print("{} · {} · {}x{}\n", c.device, c.subject, o.still.width, o.still.height);
  for (auto const& t : c.passes)
    fmt::print("  {:<16}{:9.2f} ms\n", t.name, t.milliseconds);
  fmt::print("  {:<16}{:9.2f} ms GPU, {:.2f} ms to record, {:.0f} ms from start to first frame\n", "frame", c.gpu_ms,
             c.record_ms, c.start_ms);
  for (auto const& [name, value] : c.more.items())
    fmt::print("  {:<16}{:>9}\n", name,
               value.is_number_float() ? fmt::format("{:.2f}", value.get<double>()) : value.dump());
  double const rate = mpix / c.gpu_ms * 1e3;
  fmt::print("  {:<16}{:9.1f} Mpix/s, {:.1f} % of filling them with one colour\n", "rate", rate,
             100 * rate / limits.fill_mpix_s);
  if (auto const share = triangle_share(c, limits))
    fmt::print("  {:<16}{:9.1f} % of the triangles this device sets up\n", "", 100 * *share);
  fmt::print("  {:<16}clear {:.0f} and fill {:.0f} Mpix/s, {:.1f} M triangles/s, copy {:.1f} GB/s\n", "limits here",
             limits.clear_mpix_s, limits.fill_mpix_s, limits.triangles_m_s, limits.copy_gb_s);
}

} // namespace

int main(int argc, char** argv) {
  try {
    Options o;
    if (auto const status = parse(argc, argv, o)) return *status;
    if (!o.export_file.empty()) {
      std::size_t const count = kScenes.at(o.scene).boxes;
      bench::export_boxes(bench::box_city(count), bench::box_camera(o.camera, count), o.export_file);
      return 0;
    }
    VkExtent2D const extent{static_cast<std::uint32_t>(o.still.width), static_cast<std::uint32_t>(o.still.height)};
    auto const limits = bench::measure_frame_limits(bench::shader_folder(), extent);
    auto const cost = o.scene == "demo" ? measure_demo(o) : measure_boxes(o, extent);
    (o.json ? print_json : print_table)(o, cost, limits, extent.width * extent.height / 1e6);
    return 0;
  } catch (std::exception const& error) {
    fmt::print(stderr, "bench_frame: {}\n", error.what());
    return 1;
  }
}
