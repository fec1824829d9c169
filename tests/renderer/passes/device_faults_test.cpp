// A device that is full, at every single allocation of a small picture's life; a device that goes away at any submit or
// wait. One clear message each, nothing left behind, and the picture goes on where it can.
#include "renderer/gpu/check.hpp"
#include "renderer/gpu/readback.hpp"
#include "renderer/passes/picture_renderer.hpp"
#include "tests/support/test_terrain.hpp"

#include <cstdlib>
#include <gmock/gmock.h>

using namespace dalian;
using namespace dalian::passes;
using testing::HasSubstr;

namespace {

constexpr VkExtent2D kSize{96, 54}, kLater{128, 72};

PictureInput afternoon() {
  PictureInput input;
  input.eye = {{-2500, -9000, 1400}, 0.25, -0.22, 0.7};
  input.to_sun = glm::normalize(glm::vec3(-0.93, -0.28, 0.216));
  input.exposure = exposure_for(input.to_sun);
  return input;
}

std::filesystem::path shader_folder() {
  return std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "shaders";
}

gpu::DeviceOptions validated() {
  return {.validate = true, .instance_extensions = {}, .swapchain = false, .faults = {}, .pretend = {}};
}

void expect_one_clear_message(gpu::OutOfMemory const& error) {
  EXPECT_THAT(error.what(), testing::AllOf(HasSubstr("MiB for "), HasSubstr("refused"), HasSubstr("; close other")));
  EXPECT_THAT(error.what(), testing::Not(HasSubstr("\n")));
}

/// A renderer with its frames, and pictures of it.
struct Life {
  Life(gpu::Device& d, std::shared_ptr<layout::Terrain const> const& terrain)
      : device(d), renderer({d, shader_folder()}, terrain, std::make_shared<layout::City>()), ring(d, 1 << 20) {}

  std::vector<std::byte> picture(VkExtent2D size, glm::vec3 to_sun) {
    renderer.resize(size);
    auto input = afternoon();
    input.to_sun = to_sun;
    auto const frame = ring.begin();
    renderer.record(frame, input, {0, true});
    ring.submit();
    ring.finish();
    return gpu::read_image(device, renderer.targets().picture);
  }
  gpu::Device& device;
  PictureRenderer renderer;
  gpu::FrameRing ring;
};

glm::vec3 const kDay = glm::normalize(glm::vec3(-0.93, -0.28, 0.216)),
                kEvening = glm::normalize(glm::vec3(-0.9, -0.3, 0.1));

struct DeviceFaults : testing::Test {
  std::shared_ptr<layout::Terrain const> terrain = std::make_shared<layout::Terrain>(test::island());
};

} // namespace

// Once: one message, or smaller shadow maps. For good: a message. Nothing is left behind.
TEST_F(DeviceFaults, EveryAllocationOfTheSetUpMayBeRefused) {
  std::uint64_t uses = 0;
  {
    gpu::Device device(validated());
    Life const life(device, terrain);
    EXPECT_EQ(life.renderer.shadow_map().size_px(), 1536u);
    uses = device.faults().allocation.uses();
  }
  ASSERT_GT(uses, 15u);
  unsigned smaller = 0;
  for (std::uint64_t k = 0; k < 2 * uses; ++k) {
    bool const for_good = k >= uses;
    auto options = validated();
    options.faults.allocation.fail_after(k % uses, for_good);
    try {
      gpu::Device device(options);
      auto const own = device.memory().used_bytes();
      try {
        Life const life(device, terrain);
        EXPECT_FALSE(for_good) << k;
        EXPECT_LT(life.renderer.shadow_map().size_px(), 1536u) << k << " was refused and nobody minds";
        ++smaller;
      } catch (gpu::OutOfMemory const& error) {
        expect_one_clear_message(error);
      }
      EXPECT_EQ(device.live_objects(), 0) << k;
      EXPECT_EQ(device.memory().used_bytes(), own) << k;
      EXPECT_EQ(device.log().count(), 0u) << k << testing::PrintToString(device.log().first_messages());
    } catch (gpu::OutOfMemory const& error) { // the device's own
      expect_one_clear_message(error);
    }
  }
  EXPECT_EQ(smaller, 2u) << "each of the two shadow maps";
}

// A picture that was refused is drawn when it is asked for again, and looks as if nothing had been.
TEST_F(DeviceFaults, EveryAllocationOfAPictureMayBeRefused) {
  gpu::Device device(validated());
  Life life(device, terrain);
  auto const by_day = life.picture(kSize, kDay), in_the_evening = life.picture(kLater, kEvening);
  auto& fault = device.faults().allocation;
  unsigned refusals = 0;
  for (bool const for_good : {false, true})
    for (std::uint64_t k = 0;; ++k) {
      life.picture(kSize, kDay);
      auto const before = fault.uses();
      fault.fail_after(k, for_good);
      bool drawn = false;
      try {
        drawn = life.picture(kLater, kEvening) == in_the_evening;
      } catch (gpu::OutOfMemory const& error) {
        expect_one_clear_message(error);
        ++refusals;
      }
      bool const fired = fault.uses() > before + k;
      fault.never();
      EXPECT_EQ(life.picture(kLater, kEvening), in_the_evening) << k;
      EXPECT_EQ(life.picture(kSize, kDay), by_day) << k;
      if (fired) continue;
      EXPECT_TRUE(drawn);
      break;
    }
  EXPECT_GT(refusals, 20u);
  EXPECT_EQ(device.log().count(), 0u) << testing::PrintToString(device.log().first_messages());
}

// Staging, which a device that shares its memory with the host never needs, brings the same bytes.
TEST_F(DeviceFaults, MemoryTheHostCannotSeeHoldsTheSame) {
  gpu::Device shared(validated());
  auto const expected = Life(shared, terrain).picture(kSize, kDay);
  auto options = validated();
  options.pretend = [](gpu::Capabilities& c) { c.shared_memory = false; };
  gpu::Device apart(options);
  EXPECT_EQ(Life(apart, terrain).picture(kSize, kDay), expected);
  EXPECT_EQ(apart.log().count(), 0u);
}

// In the set-up, in the middle of it, and at the first and second frame.
TEST_F(DeviceFaults, ALostDeviceIsToldAndLeftInOrder) {
  std::uint64_t set_up = 0;
  {
    gpu::Device device(validated());
    Life const life(device, terrain);
    set_up = device.faults().submit.uses();
  }
  auto const lose = [&](gpu::Fault gpu::Faults::*fault, std::uint64_t k) {
    auto options = validated();
    (options.faults.*fault).fail_after(k, true);
    try {
      gpu::Device device(options);
      try {
        Life life(device, terrain);
        for (int i = 0; i < 3; ++i)
          life.picture(kSize, kDay);
        ADD_FAILURE() << "lost at " << k << " and went on";
      } catch (gpu::DeviceLost const& error) {
        EXPECT_THAT(error.what(), testing::AllOf(HasSubstr("device was lost"), HasSubstr("start again")));
      }
      EXPECT_EQ(device.live_objects(), 0) << k;
    } catch (gpu::DeviceLost const&) { // while the device itself was being made
    }
  };
  for (std::uint64_t const k : {std::uint64_t{0}, std::uint64_t{1}, set_up / 2, set_up - 1, set_up, set_up + 14})
    lose(&gpu::Faults::submit, k);
  lose(&gpu::Faults::wait, 0);
  lose(&gpu::Faults::wait, 1);
}

TEST_F(DeviceFaults, APictureTooLargeForTheDeviceIsRefusedInOneLine) {
  auto options = validated();
  options.pretend = [](gpu::Capabilities& c) { c.max_image_2d = 2048; };
  gpu::Device device(options);
  PictureRenderer renderer({device, shader_folder()}, terrain, std::make_shared<layout::City>());
  EXPECT_THAT(
      [&] {
        renderer.resize({3000, 2});
      },
      testing::ThrowsMessage<gpu::GpuError>(HasSubstr("the picture of 3000 × 2 pixels: the device goes to 2048")));
  renderer.resize(kSize);
  EXPECT_EQ(renderer.targets().extent.width, kSize.width);
}
