// What every pass leaves behind, for one view with two ships: each image on the way from ground to labels against the
// golden picture of its name.
#include "renderer/gpu/readback.hpp"
#include "tests/renderer/golden/drawn_view.hpp"
#include "tests/renderer/golden/golden_file.hpp"
#include "tests/support/listed_pixels.hpp"

#include <cmath>
#include <glm/gtc/packing.hpp>

using namespace dalian;

namespace {

using Colour = std::array<std::uint8_t, 3>;

/// A texel's bytes → what is shown of it.
using Show = std::function<Colour(std::byte const*)>;

template <class T>
T load(std::byte const* texel) {
  T value;
  std::memcpy(&value, texel, sizeof(value));
  return value;
}

std::uint8_t to_byte(float unit) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(unit, 0.0F, 1.0F) * 255));
}

Colour rgb(std::byte const* t) {
  return {load<std::uint8_t>(t), load<std::uint8_t>(t + 1), load<std::uint8_t>(t + 2)};
}
Colour surface(std::byte const* t) {
  auto const kind = load<std::uint8_t>(t + 3);
  return {static_cast<std::uint8_t>(kind * 28), static_cast<std::uint8_t>(kind * 76),
          static_cast<std::uint8_t>(kind * 12)};
}
Colour ten_bits(std::byte const* t) {
  auto const v = load<std::uint32_t>(t);
  return {static_cast<std::uint8_t>(v >> 2), static_cast<std::uint8_t>(v >> 12), static_cast<std::uint8_t>(v >> 22)};
}
/// Near is bright: most of reversed depth lies close to zero.
Colour depth(std::byte const* t) {
  auto const grey = to_byte(std::pow(load<float>(t), 0.25F));
  return {grey, grey, grey};
}
Colour shadow_depth(std::byte const* t) {
  auto const grey = to_byte(load<float>(t));
  return {grey, grey, grey};
}
/// Every number a colour of its own.
Colour number(std::byte const* t) {
  auto const v = load<std::uint32_t>(t) * 2654435761U;
  return v == 0 ? Colour{}
                : Colour{static_cast<std::uint8_t>(v >> 24), static_cast<std::uint8_t>(v >> 16),
                         static_cast<std::uint8_t>(v >> 8)};
}
/// Light without an upper end: x / (1 + x), roughly encoded.
Colour light(std::byte const* t) {
  Colour c;
  for (std::size_t i = 0; i < 3; ++i) {
    float const x = glm::unpackHalf1x16(load<std::uint16_t>(t + 2 * i));
    c[i] = to_byte(std::sqrt(x / (1 + x)));
  }
  return c;
}

/// Every `step`-th texel of a layer.
gpu::Picture shown(gpu::Device& device, gpu::Image const& image, Show const& show, std::uint32_t layer = 0,
                   std::uint32_t step = 1) {
  auto const bytes = gpu::read_image(device, image, layer);
  auto const size = image.extent();
  auto const stride = gpu::texel_bytes(image.format());
  gpu::Picture picture{size.width / step, size.height / step, {}};
  for (std::uint32_t y = 0; y < picture.height; ++y)
    for (std::uint32_t x = 0; x < picture.width; ++x) {
      auto const c = show(bytes.data() + (std::size_t{y} * step * size.width + std::size_t{x} * step) * stride);
      picture.rgba.insert(picture.rgba.end(), {c[0], c[1], c[2], 255});
    }
  return picture;
}

/// What each pixel was listed as: its kind, its land cover, its zone.
gpu::Picture kinds(gpu::Device& device, passes::PictureRenderer const& renderer) {
  auto const size = renderer.targets().extent;
  gpu::Picture picture{size.width, size.height, {}};
  for (test::Listed const& p : test::listed_pixels(device, renderer.shading(), size))
    for (std::uint32_t const part : {p.kind * 20, p.cover * 12, p.zone * 40, 255U})
      picture.rgba.push_back(static_cast<std::uint8_t>(part));
  return picture;
}

} // namespace

TEST(PassGoldens, EveryImageOnTheWayIsAsAgreed) {
  gpu::Device device({.validate = true, .instance_extensions = {}, .swapchain = false, .faults = {}, .pretend = {}});
  {
    test::DrawnView view(device, test::load_parts("port"));
    auto const& driver = device.capabilities().driver;
    auto const check = [&](char const* name, gpu::Image const& image, Show const& show, std::uint32_t layer = 0,
                           std::uint32_t step = 1) {
      test::expect_golden(std::string("pass_") + name, shown(device, image, show, layer, step), driver);
    };
    auto frame = view.usual();
    frame.with_overlay = false;
    view.draw(frame);
    auto const& targets = view.renderer().targets();
    check("albedo", targets.albedo, rgb);
    check("surface", targets.albedo, surface);
    check("normal", targets.normal, ten_bits);
    check("entity", targets.entity, number);
    check("depth", targets.depth, depth);
    check("shadow_near", view.renderer().shadow_map().image(), shadow_depth, 0, 3);
    check("shadow_far", view.renderer().shadow_map().image(), shadow_depth, 1, 3);
    test::expect_golden("pass_kinds", kinds(device, view.renderer()), driver);
    check("sky", view.renderer().sky().image(), light);
    check("light", targets.hdr, light);
    check("toned", targets.toned, rgb);
    check("smooth", targets.picture, rgb);
    view.draw(view.usual());
    check("overlay", targets.picture, rgb);
  }
  EXPECT_EQ(device.log().count(), 0u) << testing::PrintToString(device.log().first_messages());
  EXPECT_EQ(device.live_objects(), 0);
}
