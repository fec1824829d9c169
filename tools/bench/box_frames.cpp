#include "tools/bench/box_frames.hpp"

#include "renderer/passes/drawn_meshes.hpp"
#include "renderer/passes/picture_renderer.hpp"
#include "twin/base/paths.hpp"

#include <algorithm>
#include <chrono>
#include <sys/resource.h>

namespace dalian::bench {
namespace {

constexpr int kWarmUp = 3;
constexpr VkDeviceSize kArenaBytes = 32U << 20; // the list of visible cells grows with the city

double wall_ms() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double cpu_ms() {
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  auto const ms = [](timeval const& t) {
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
  };
  return ms(use.ru_utime) + ms(use.ru_stime);
}

template <class T>
T or_throw(Result<T> result) {
  if (!result) throw std::runtime_error(result.error());
  return std::move(result).value();
}

passes::PictureInput afternoon(passes::Eye eye, std::uint32_t flags) {
  passes::PictureInput input;
  eye.position += glm::dvec3(kBoxOrigin.east_m, kBoxOrigin.north_m, 0);
  input.eye = eye;
  input.to_sun = glm::normalize(glm::vec3(-0.8F, -0.3F, 0.35F));
  input.exposure = passes::exposure_for(input.to_sun);
  input.flags = flags;
  return input;
}

} // namespace

std::filesystem::path shader_folder() {
  return or_throw(assets_dir()) / "shaders";
}

BoxFrames draw_boxes(BoxView const& view, int frames) {
  BoxFrames out;
  double const begun = wall_ms();
  auto scene = or_throw(box_scene(box_city(view.boxes)));
  gpu::Device device({});
  gpu::ShaderFolder const shaders(device, shader_folder());
  passes::PictureRenderer renderer(shaders, scene.terrain, scene.city);
  auto const origin = renderer.origin();
  passes::InstancePass boxes(shaders, scene.meshes,
                             or_throw(scene::make_city_scene(*scene.city, scene.meshes, {origin.x, origin.y})));
  boxes.set_movers(box_traffic(view.movers, view.boxes, *scene.meshes.find("box"), {origin.x, origin.y}));
  renderer.add(boxes);
  renderer.resize(view.extent);
  gpu::FrameRing ring(device, kArenaBytes);
  auto input = afternoon(box_camera(view.camera, view.boxes), view.flags);
  input.quality = view.quality;
  out.stats.start_ms = wall_ms() - begun;
  double cpu = 0;
  for (int i = -kWarmUp; i < frames; ++i) {
    if (i == 0) cpu = cpu_ms();
    input.now_s = (i + kWarmUp) / 60.0;
    double const t = wall_ms();
    auto const frame = ring.begin();
    renderer.record(frame, input, {0, true});
    double const recorded = wall_ms() - t;
    ring.submit();
    ring.finish();
    if (i < 0) continue;
    out.wall_ms.push_back(wall_ms() - t);
    out.stats.record_ms += recorded / frames;
    viewer::add_timings(out.stats.passes, ring.results());
  }
  out.cpu_ms = (cpu_ms() - cpu) / frames;
  for (auto& pass : out.stats.passes)
    pass.milliseconds /= frames;
  out.stats.counts = renderer.counts();
  out.stats.device = device.capabilities().device_name;
  out.stats.instances = boxes.counts().looked_at;
  auto const drawn = passes::drawn_things(device, boxes, scene.meshes);
  out.drawn = drawn.boxes + drawn.instances();
  out.triangles = drawn.triangles();
  out.picture = viewer::read_picture(device, renderer);
  return out;
}

} // namespace dalian::bench
