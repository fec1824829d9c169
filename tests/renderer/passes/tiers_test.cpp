// The same picture on devices that can less, or other things: each optional capability is taken away in turn.
#include "renderer/gpu/readback.hpp"
#include "renderer/passes/picture_renderer.hpp"
#include "tests/support/picture_compare.hpp"
#include "tests/support/test_terrain.hpp"

#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <set>

using namespace dalian;
using namespace dalian::passes;

namespace {

constexpr VkExtent2D kSize{160, 90};

std::filesystem::path shader_folder() {
  return std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "shaders";
}

struct Drawn {
  gpu::Picture picture;
  std::vector<gpu::Timing> timings;
  std::uint32_t shadow_px = 0;
};

/// On a device made to look like that.
Drawn draw(std::function<void(gpu::Capabilities&)> const& pretend) {
  gpu::Device device(
      {.validate = true, .instance_extensions = {}, .swapchain = false, .faults = {}, .pretend = pretend});
  Drawn out;
  {
    PictureRenderer renderer({device, shader_folder()}, std::make_shared<layout::Terrain>(test::island()),
                             std::make_shared<layout::City>());
    renderer.resize(kSize);
    gpu::FrameRing ring(device);
    PictureInput input;
    input.eye = {{-2500, -9000, 1400}, 0.25, -0.22, 0.7};
    input.to_sun = glm::normalize(glm::vec3(-0.93, -0.28, 0.216));
    input.exposure = exposure_for(input.to_sun);
    auto const frame = ring.begin();
    renderer.record(frame, input, {0, true});
    ring.submit();
    ring.finish();
    out.timings = ring.results();
    out.shadow_px = renderer.shadow_map().size_px();
    auto const bytes = gpu::read_image(device, renderer.targets().picture);
    out.picture = {kSize.width, kSize.height, std::vector<std::uint8_t>(bytes.size())};
    std::memcpy(out.picture.rgba.data(), bytes.data(), bytes.size());
  }
  EXPECT_EQ(device.log().count(), 0u) << testing::PrintToString(device.log().first_messages());
  EXPECT_EQ(device.live_objects(), 0);
  return out;
}

struct Tiers : testing::Test {
  static void SetUpTestSuite() { usual = draw({}); }
  inline static Drawn usual;
};

} // namespace

TEST_F(Tiers, NothingOptionalIsNeeded) {
  auto const bare = draw([](gpu::Capabilities& c) {
    c.descriptor_indexing = c.draw_indirect_count = c.sampler_minmax = c.anisotropy = c.wide_lines = false;
    c.shared_memory = c.buffer_int64_atomics = false;
    c.max_image_2d = 2048; // as little as the largest of our images; Vulkan grants 4096
    c.max_push_constants = 128;
    c.max_compute_invocations = 256;
    c.max_storage_range = 1U << 27;
  });
  EXPECT_TRUE(test::compare(bare.picture, usual.picture).exact());
}

TEST_F(Tiers, WithoutTimestampsThereAreNoTimings) {
  auto const untimed = draw([](gpu::Capabilities& c) { c.timestamps = false; });
  EXPECT_TRUE(untimed.timings.empty());
  EXPECT_TRUE(test::compare(untimed.picture, usual.picture).exact());
  EXPECT_GT(usual.timings.size(), 5u);
}

// Counters of 36 bits are common; what lies above them means nothing.
TEST_F(Tiers, TimestampsCountInTheBitsThereAre) {
  for (auto const& timing : draw([](gpu::Capabilities& c) { c.timestamp_bits = 36; }).timings) {
    EXPECT_GE(timing.milliseconds, 0) << timing.name;
    EXPECT_LT(timing.milliseconds, 60e3) << timing.name;
  }
}

TEST_F(Tiers, ACardGetsLargerShadowMapsAndTheSamePictureElse) {
  auto const card = draw([](gpu::Capabilities& c) { c.software = false; });
  EXPECT_GT(card.shadow_px, usual.shadow_px);
  auto const difference = test::compare(card.picture, usual.picture);
  EXPECT_LT(difference.share_off, 0.02) << difference.text();
}

// Groups of lanes are 4 wide on one driver, 8, 32 or 64 on others: no shader may know. Nor may any ask for a capability
// that is not among the features of gpu::Device, but for the kernel that runs only where it is.
TEST(Shaders, AskForNothingThatDevicesNeedNotHave) {
  constexpr std::uint32_t kOpCapability = 17, kInt64Atomics = 12;
  // SPIR-V 1.6, section 3.31: Matrix, Shader, Int64, ImageQuery, PhysicalStorageBufferAddresses, DerivativeControl.
  std::set<std::uint32_t> const allowed{0, 1, 11, 50, 5347, 51};
  int files = 0;
  for (auto const& entry : std::filesystem::directory_iterator(shader_folder())) {
    if (entry.path().extension() != ".spv") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::string const bytes((std::istreambuf_iterator<char>(in)), {});
    std::vector<std::uint32_t> words(bytes.size() / 4);
    std::memcpy(words.data(), bytes.data(), words.size() * 4);
    for (std::size_t at = 5; at < words.size() && words[at] >> 16 != 0; at += words[at] >> 16)
      if ((words[at] & 0xffffU) == kOpCapability) {
        bool const optional = words[at + 1] == kInt64Atomics && entry.path().filename() == "small_boxes.comp.spv";
        EXPECT_TRUE(optional || allowed.contains(words[at + 1]))
            << entry.path().filename() << " asks for " << words[at + 1];
      }
    ++files;
  }
  EXPECT_GT(files, 20);
}
