#include "renderer/gpu/readback.hpp"
#include "renderer/passes/instances.hpp"
#include "renderer/passes/picture_renderer.hpp"
#include "renderer/scene/fixed_point.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <random>

#include <glm/geometric.hpp>
#include <glm/packing.hpp>
#include <gtest/gtest.h>

using namespace dalian;
using namespace dalian::passes;

namespace {

constexpr MapPoint kOrigin{350e3, 4.35e6};
constexpr VkExtent2D kSize{320, 200};

std::filesystem::path shader_folder() {
  return std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "shaders";
}

/// Sides of 1 m about the middle of its foot; what looks up is brighter.
scene::ImportedModel unit_box() {
  scene::ImportedLevel level;
  for (int axis = 0; axis < 3; ++axis) {
    for (float side : {-1.0F, 1.0F}) {
      glm::vec3 normal(0), right(0), up(0);
      normal[axis] = side;
      right[(axis + 1) % 3] = side;
      up[(axis + 2) % 3] = 1;
      auto const first = static_cast<std::uint32_t>(level.vertices.size());
      for (auto [r, u] : {std::pair{-0.5F, -0.5F}, {0.5F, -0.5F}, {0.5F, 0.5F}, {-0.5F, 0.5F}}) {
        scene::ImportedVertex v;
        v.position = glm::vec3(0, 0, 0.5F) + 0.5F * normal + r * right + u * up;
        v.normal = normal;
        v.color = glm::vec3(axis == 2 ? 0.7F : 0.3F);
        v.kind = MATERIAL_PAINT;
        level.vertices.push_back(v);
      }
      for (std::uint32_t corner : {0U, 1U, 2U, 0U, 2U, 3U})
        level.indices.push_back(first + corner);
    }
  }
  return {{level}};
}

std::shared_ptr<view::Terrain> flat() {
  auto terrain = std::make_shared<view::Terrain>();
  auto& g = terrain->window;
  g.name = "window";
  g.origin = kOrigin;
  g.spacing_m = 100;
  g.columns = g.rows = 61;
  g.height_m.assign(std::size_t{61} * 61, 5);
  g.cover.assign(std::size_t{61} * 61, static_cast<std::uint8_t>(view::Cover::concrete));
  return terrain;
}

std::shared_ptr<view::City> scattered(std::mt19937& random, int count) {
  std::uniform_real_distribution<double> place(1000, 5000), size(2, 30), turn(0, 6.28);
  auto city = std::make_shared<view::City>();
  for (int i = 0; i < count; ++i) {
    view::Placement p;
    p.id = std::to_string(i);
    p.model = "box";
    p.position = {kOrigin.east_m + place(random), kOrigin.north_m + place(random)};
    p.height_m = 5;
    p.heading_rad = static_cast<float>(turn(random));
    for (float& s : p.scale)
      s = static_cast<float>(size(random));
    p.tint = 0xff000000U | random();
    city->placements.push_back(p);
  }
  return city;
}

PictureInput input() {
  PictureInput in;
  in.eye = {{kOrigin.east_m + 3000, kOrigin.north_m + 400, 600}, 0.1, -0.4, 0.7};
  in.to_sun = glm::normalize(glm::vec3(-0.8F, -0.3F, 0.35F));
  in.flags = FRAME_NO_SHADOWS;
  return in;
}

struct Hit {
  double depth = 0; // near / distance along the view, 0 = none
  std::uint32_t entity = 0;
  int axis = 2;
};

/// Where a ray from the camera enters a box, by the slabs of its three axes (Kay and Kajiya 1986), in doubles.
Hit pixel_of_box(scene::StaticInstance const& i, glm::dvec3 ray, scene::FixedPoint const& camera) {
  double const heading = (i.mesh_heading >> 16U) * (2 * 3.14159265358979 / 65536), s = std::sin(heading),
               c = std::cos(heading);
  auto const back = [&](glm::dvec3 v) { return glm::dvec3(v.x * c - v.y * s, v.x * s + v.y * c, v.z); };
  glm::dvec3 const at = back(glm::dvec3(scene::camera_relative(i.position_mm, camera))), d = back(ray);
  glm::dvec3 const scale{glm::unpackHalf2x16(i.scale_xy), glm::unpackHalf2x16(i.scale_z).x};
  glm::dvec3 const low = at + glm::dvec3(-0.5, -0.5, 0) * scale, high = at + glm::dvec3(0.5, 0.5, 1) * scale;
  Hit hit;
  double enters = 0, leaves = 1e30;
  for (int axis = 0; axis < 3; ++axis) {
    auto const [near, far] = std::minmax({low[axis] / d[axis], high[axis] / d[axis]});
    if (near > enters) hit.axis = axis;
    enters = std::max(enters, near);
    leaves = std::min(leaves, far);
  }
  if (enters <= 0 || enters > leaves) return {};
  hit.depth = kNear_m / enters;
  hit.entity = i.entity;
  return hit;
}

/// One frame of the city's boxes on a device made to look like that.
struct Frame {
  std::vector<scene::StaticInstance> boxes;
  std::ptrdiff_t by_kernel = 0; // of them
  std::vector<std::uint32_t> entity;
  std::vector<float> depth;
};

template <class T>
std::vector<T> texels_of(gpu::Device& device, gpu::Image const& image) {
  auto const bytes = gpu::read_image(device, image);
  std::vector<T> texels(std::size_t{kSize.width} * kSize.height);
  std::memcpy(texels.data(), bytes.data(), std::min(bytes.size(), texels.size() * sizeof(T)));
  return texels;
}

Frame draw(std::shared_ptr<view::City const> const& city, std::function<void(gpu::Capabilities&)> const& pretend) {
  gpu::Device device(
      {.validate = true, .instance_extensions = {}, .swapchain = false, .faults = {}, .pretend = pretend});
  gpu::ShaderFolder const shaders(device, shader_folder());
  scene::MeshPack meshes;
  EXPECT_TRUE(meshes.add("box", unit_box(), {0}));
  Frame out;
  {
    auto scene = scene::make_city_scene(*city, meshes, kOrigin);
    EXPECT_TRUE(scene);
    out.boxes = scene->instances;
    PictureRenderer renderer(shaders, flat(), city);
    InstancePass pass(shaders, meshes, std::move(*scene));
    renderer.add(pass);
    renderer.resize(kSize);
    gpu::FrameRing ring(device);
    renderer.record(ring.begin(), input(), {0, false}, {});
    ring.submit();
    ring.finish();
    auto const lanes = std::size_t{pass.looked_groups()} * CULL_GROUP_SIZE;
    out.by_kernel = std::ranges::count_if(gpu::read_buffer_as<std::uint32_t>(device, pass.levels(), lanes),
                                          [](std::uint32_t l) { return (l & 0xffU) == BOX_LEVEL + 1; });
    out.entity = texels_of<std::uint32_t>(device, renderer.targets().entity);
    out.depth = texels_of<float>(device, renderer.targets().depth);
  }
  EXPECT_EQ(device.log().count(), 0U) << testing::PrintToString(device.log().first_messages());
  EXPECT_EQ(device.live_objects(), 0);
  return out;
}

/// What the picture must show of boxes: the nearest hit of each pixel.
std::vector<Hit> reference(std::vector<scene::StaticInstance> const& boxes, PictureInput const& in) {
  EyeRays const rays = eye_rays(in.eye, {kSize.width, kSize.height}, jitter_of(0));
  auto const camera = scene::fixed_point(in.eye.position, kOrigin);
  std::vector<Hit> nearest(std::size_t{kSize.width} * kSize.height);
  for (std::uint32_t y = 0; y < kSize.height; ++y) {
    for (std::uint32_t x = 0; x < kSize.width; ++x) {
      double const right = (x + 0.5) / kSize.width * 2 - 1, up = 1 - (y + 0.5) / kSize.height * 2;
      glm::dvec3 const ray = glm::dvec3(rays.forward) + right * glm::dvec3(rays.right) + up * glm::dvec3(rays.up);
      Hit& best = nearest[std::size_t{y} * kSize.width + x];
      for (auto const& box : boxes) {
        Hit const hit = pixel_of_box(box, ray, camera);
        if (hit.depth > best.depth) best = hit;
      }
    }
  }
  return nearest;
}

} // namespace

// The kernel that draws boxes shows, pixel by pixel, what rays in doubles meet; edges may fall to either side.
TEST(SmallBoxes, ShowWhatRaysMeet) {
  std::mt19937 random(20261126);
  Frame const frame = draw(scattered(random, 1500), {});
  EXPECT_GT(frame.by_kernel, 800) << "small ones are drawn by the kernel";
  auto const expected = reference(frame.boxes, input());
  int shown = 0, other = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    shown += expected[i].entity != 0;
    if (frame.entity[i] != expected[i].entity) {
      ++other;
    } else if (frame.entity[i] != 0) {
      EXPECT_NEAR(frame.depth[i] / expected[i].depth, 1, 2e-4) << i;
    }
  }
  EXPECT_GT(shown, 5000);
  EXPECT_LT(other, shown / 50) << "of " << shown;
}

// A device without 64-bit atomics draws the same by triangles.
TEST(SmallBoxes, TrianglesShowTheSame) {
  std::mt19937 random(20261127);
  auto const city = scattered(random, 1500);
  Frame const usual = draw(city, {}),
              lesser = draw(city, [](gpu::Capabilities&can) { can.buffer_int64_atomics = false; });
  EXPECT_EQ(lesser.by_kernel, 0);
  std::ptrdiff_t const shown = std::ranges::count_if(usual.entity, [](std::uint32_t e) { return e != 0; });
  int other = 0;
  for (std::size_t i = 0; i < usual.entity.size(); ++i)
    other += usual.entity[i] != lesser.entity[i];
  EXPECT_GT(shown, 5000);
  EXPECT_LT(other, shown / 50) << "of " << shown;
}
