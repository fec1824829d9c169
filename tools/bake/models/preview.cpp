#include "tools/bake/models/preview.hpp"

#include "tools/bake/models/ray_tree.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO_DUMMY
#include <stb/stb_image_write.h>

namespace dalian::bake {
namespace {

struct View {
  glm::vec3 forward, right, up, eye; // parallel projection
  float half_width, half_height;
};

View fitted_view(Box const& box, float azimuth_deg, float aspect) {
  float const azimuth = glm::radians(azimuth_deg), pitch = glm::radians(28.0F);
  View v{};
  v.forward = -glm::vec3(std::sin(azimuth) * std::cos(pitch), std::cos(azimuth) * std::cos(pitch), std::sin(pitch));
  v.right = glm::normalize(glm::cross(v.forward, glm::vec3(0, 0, 1)));
  v.up = glm::cross(v.right, v.forward);
  glm::vec3 const mid = (box.min + box.max) / 2.0F;
  float x = 0, y = 0;
  for (int i = 0; i < 8; ++i) {
    glm::vec3 const corner =
        glm::vec3(i & 1 ? box.max.x : box.min.x, i & 2 ? box.max.y : box.min.y, i & 4 ? box.max.z : box.min.z) - mid;
    x = std::max(x, std::abs(glm::dot(corner, v.right)));
    y = std::max(y, std::abs(glm::dot(corner, v.up)));
  }
  v.half_width = std::max(x, y * aspect) * 1.06F;
  v.half_height = v.half_width / aspect;
  v.eye = mid - v.forward * (glm::length(box.size()) * 2);
  return v;
}

struct Light {
  Shape const& shape;
  RayTree const& tree;
  Palette const& palette;
  float size;
  glm::vec3 sun = glm::normalize(glm::vec3(0.75F, -0.15F, 0.42F));

  glm::vec3 lit(glm::vec3 albedo, glm::vec3 p, glm::vec3 n, float openness) const {
    float direct = std::max(0.0F, glm::dot(n, sun));
    if (direct > 0 && tree.nearest({p + n * (1e-4F * size), sun, size * 4})) direct = 0;
    glm::vec3 const sky = glm::mix(glm::vec3(0.20F, 0.19F, 0.17F), glm::vec3(0.36F, 0.43F, 0.55F), n.z * 0.5F + 0.5F);
    return albedo * (glm::vec3(2.1F, 1.75F, 1.3F) * direct + sky * openness);
  }

  glm::vec3 seen(Ray const& ray) const {
    if (auto const hit = tree.nearest(ray)) {
      Face const& f = shape[hit->face];
      float const w = 1 - hit->u - hit->v;
      auto const& c = f.corners;
      glm::vec3 n = glm::normalize(c[0].normal * w + c[1].normal * hit->u + c[2].normal * hit->v);
      if (hit->from_behind) return {1, 0, 1}; // a face seen from behind is a fault of the model
      float const open = c[0].openness * w + c[1].openness * hit->u + c[2].openness * hit->v;
      return lit(palette[f.material].color * f.tint, ray.origin + ray.direction * hit->distance, n, open);
    }
    float const t = -ray.origin.z / ray.direction.z;
    if (t <= 0) return {0.75F, 0.8F, 0.85F};
    return lit(glm::vec3(0.36F, 0.36F, 0.34F), ray.origin + ray.direction * t, {0, 0, 1}, 1);
  }
};

std::uint8_t encoded(float linear) {
  return static_cast<std::uint8_t>(
      std::lround(std::clamp(srgb_of_linear(linear / (1 + linear) * 1.25F), 0.0F, 1.0F) * 255));
}

} // namespace

Picture draw_preview(Shape const& shape, Palette const& palette, int width, int height, float azimuth_deg) {
  Box const box = bounding_box(shape);
  RayTree const tree(shape);
  float const size = glm::length(box.size());
  Light const light{shape, tree, palette, size};
  View const view = fitted_view(box, azimuth_deg, static_cast<float>(width) / static_cast<float>(height));
  Picture picture{width, height, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      glm::vec3 sum{0};
      for (int s = 0; s < 4; ++s) {
        float const u =
            (static_cast<float>(x) + 0.25F + 0.5F * static_cast<float>(s % 2)) / static_cast<float>(width) * 2 - 1;
        float const v =
            1 - (static_cast<float>(y) + 0.25F + 0.5F * static_cast<float>(s / 2)) / static_cast<float>(height) * 2;
        sum += light.seen(
            {view.eye + view.right * (u * view.half_width) + view.up * (v * view.half_height), view.forward, size * 8});
      }
      for (int k = 0; k < 3; ++k)
        picture.rgb.push_back(encoded(sum[k] / 4));
    }
  }
  return picture;
}

void write_sheet(std::filesystem::path const& png, std::vector<Picture> const& pictures, int columns) {
  if (pictures.empty()) return;
  int const w = pictures[0].width, h = pictures[0].height;
  int const rows = (static_cast<int>(pictures.size()) + columns - 1) / columns;
  std::vector<std::uint8_t> sheet(static_cast<std::size_t>(w * columns) * static_cast<std::size_t>(h * rows) * 3, 255);
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    int const column = static_cast<int>(i) % columns, row = static_cast<int>(i) / columns;
    for (int y = 0; y < h; ++y) {
      auto const from = pictures[i].rgb.begin() + static_cast<std::ptrdiff_t>(y) * w * 3;
      std::copy(from, from + static_cast<std::ptrdiff_t>(w) * 3,
                sheet.begin() + (static_cast<std::ptrdiff_t>(row * h + y) * w * columns + column * w) * 3);
    }
  }
  if (!stbi_write_png(png.string().c_str(), w * columns, h * rows, 3, sheet.data(), w * columns * 3)) {
    throw std::runtime_error(png.string() + ": cannot be written");
  }
}

} // namespace dalian::bake
