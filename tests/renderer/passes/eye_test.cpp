#include "renderer/passes/eye.hpp"

#include <gtest/gtest.h>

using namespace dalian::passes;

namespace {
constexpr glm::uvec2 kSize{1280, 720};
Eye eye() {
  Eye e;
  e.position = {350000, 4330000, 900};
  e.heading_rad = 0.7;
  e.pitch_rad = -0.4;
  return e;
}
} // namespace

TEST(Eye, LooksWhereHeadingAndPitchSay) {
  Eye e;
  e.heading_rad = 1.5707963; // east
  auto const rays = eye_rays(e, kSize);
  EXPECT_NEAR(rays.forward.x, 1, 1e-5);
  EXPECT_LT(rays.right.y, 0) << "south is to the right when looking east";
  EXPECT_GT(rays.up.z, 0);
}

// The ray of a pixel and the matrix must agree: a point on the ray lands on the pixel, at depth near / distance.
TEST(Eye, RaysAndMatrixAgreeForEveryJitter) {
  for (unsigned i = 0; i < 16; ++i) {
    auto const jitter = jitter_of(i);
    auto const rays = eye_rays(eye(), kSize, jitter);
    auto const matrix = view_projection(eye(), kSize, jitter);
    for (glm::vec2 const ndc : {glm::vec2(0, 0), glm::vec2(-0.9, 0.8), glm::vec2(0.5, -1)}) {
      float const distance = 1234;
      auto const clip = matrix * glm::vec4((rays.forward + rays.right * ndc.x + rays.up * ndc.y) * distance, 1);
      EXPECT_NEAR(clip.x / clip.w, ndc.x, 1e-4);
      EXPECT_NEAR(clip.y / clip.w, ndc.y, 1e-4);
      EXPECT_NEAR(clip.z / clip.w, kNear_m / distance, 1e-7);
    }
  }
}

TEST(Eye, SidePlanesHoldWhatTheMatrixShows) {
  glm::vec4 planes[4];
  auto const rays = eye_rays(eye(), kSize);
  side_planes(rays, planes);
  auto const matrix = view_projection(eye(), kSize);
  for (float x = -1.7f; x <= 1.7f; x += 0.34f)
    for (float y = -1.7f; y <= 1.7f; y += 0.34f) {
      glm::vec3 const p = (rays.forward + rays.right * x + rays.up * y) * 500.0f;
      bool inside = true;
      for (auto const& plane : planes)
        inside = inside && glm::dot(glm::vec3(plane), p) + plane.w >= 0;
      auto const clip = matrix * glm::vec4(p, 1);
      EXPECT_EQ(inside, std::abs(clip.x) <= clip.w && std::abs(clip.y) <= clip.w) << x << " " << y;
    }
}

// A tile beyond the corner, one inside, and what they see of the whole.
TEST(Eye, APartSeesWhatItsPixelsSeeInTheWhole) {
  for (auto const from : {glm::ivec2(-64, -64), glm::ivec2(576, 296)}) {
    Eye part = eye();
    part.part_px = from;
    part.whole_px = kSize;
    constexpr glm::uvec2 kPart{768, 488};
    auto const rays = eye_rays(part, kPart), all = eye_rays(eye(), kSize);
    auto const matrix = view_projection(part, kPart);
    for (glm::vec2 const at : {glm::vec2(70, 80), glm::vec2(400.5F, 300.25F), glm::vec2(700, 480)}) {
      auto const ndc = [](glm::vec2 px, glm::vec2 size) { return px / size * glm::vec2(2, -2) + glm::vec2(-1, 1); };
      glm::vec2 const here = ndc(at, kPart), there = ndc(at + glm::vec2(from), kSize);
      glm::vec3 const ray = rays.forward + rays.right * here.x + rays.up * here.y;
      EXPECT_LT(glm::distance(ray, all.forward + all.right * there.x + all.up * there.y), 1e-6F);
      auto const clip = matrix * glm::vec4(ray * 500.0F, 1);
      EXPECT_NEAR(clip.x / clip.w, here.x, 1e-4);
      EXPECT_NEAR(clip.y / clip.w, here.y, 1e-4);
      EXPECT_NEAR(clip.w, 500, 1e-2) << "depth is along the whole's view";
    }
    EXPECT_EQ(pixel_angle_rad(part, kPart), pixel_angle_rad(eye(), kSize));
  }
}

TEST(Eye, JitterCoversThePixelEvenly) {
  glm::vec2 sum(0);
  for (unsigned i = 0; i < 16; ++i) {
    auto const j = jitter_of(i);
    EXPECT_LE(std::abs(j.x), 0.5f);
    EXPECT_LE(std::abs(j.y), 0.5f);
    sum += j;
  }
  EXPECT_LT(std::abs(sum.x) / 16, 0.05f);
  EXPECT_LT(std::abs(sum.y) / 16, 0.05f);
}
