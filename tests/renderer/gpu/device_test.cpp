#include "renderer/gpu/check.hpp"
#include "renderer/gpu/frame_ring.hpp"
#include "renderer/gpu/pipeline.hpp"
#include "renderer/gpu/readback.hpp"
#include "renderer/gpu/upload.hpp"

#include <cstdlib>
#include <gmock/gmock.h>
#include <numeric>

using namespace dalian::gpu;

namespace {

struct Push {
  std::uint64_t target;
  std::uint32_t count, start;
};

ShaderFolder shaders(Device& device) {
  return {device, std::filesystem::path(std::getenv("DALIAN_ASSETS")) / "shaders"};
}

struct GpuTest : testing::Test {
  Device device{DeviceOptions{.validate = true, .instance_extensions = {}, .swapchain = false}};
  std::uint64_t own_bytes = device.memory().used_bytes(); // of the device itself
  void TearDown() override {
    EXPECT_EQ(device.log().count(), 0u) << testing::PrintToString(device.log().first_messages());
    EXPECT_EQ(device.live_objects(), 0);
    EXPECT_EQ(device.memory().used_bytes(), own_bytes);
  }
};

} // namespace

TEST_F(GpuTest, RunsAComputeShaderOnABufferByAddress) {
  constexpr std::uint32_t kCount = 1000;
  auto const pipeline = compute_pipeline(shaders(device), "test_fill.comp");
  Buffer buffer(device, kCount * 4, MemoryUse::device);
  FrameRing ring(device);
  for (std::uint32_t round = 0; round < 5; ++round) { // more frames than slots
    auto const frame = ring.begin();
    vkCmdBindPipeline(frame.cmd, VK_PIPELINE_BIND_POINT_COMPUTE, pipeline.get());
    push(frame.cmd, device, Push{buffer.address(), kCount, round});
    frame.timer->begin(frame.cmd, "fill");
    VkMemoryBarrier2 const again{VK_STRUCTURE_TYPE_MEMORY_BARRIER_2,     nullptr,
                                 VK_PIPELINE_STAGE_2_COMPUTE_SHADER_BIT, VK_ACCESS_2_SHADER_WRITE_BIT,
                                 VK_PIPELINE_STAGE_2_COMPUTE_SHADER_BIT, VK_ACCESS_2_SHADER_WRITE_BIT};
    VkDependencyInfo info{VK_STRUCTURE_TYPE_DEPENDENCY_INFO};
    info.memoryBarrierCount = 1;
    info.pMemoryBarriers = &again;
    vkCmdPipelineBarrier2(frame.cmd, &info);
    vkCmdDispatch(frame.cmd, (kCount + 63) / 64, 1, 1);
    frame.timer->end(frame.cmd);
    ring.submit();
  }
  ring.finish();
  ASSERT_EQ(ring.results().size(), 1u);
  EXPECT_EQ(ring.results()[0].name, "fill");
  EXPECT_GT(ring.results()[0].milliseconds, 0);
  std::vector<std::uint32_t> expected(kCount);
  std::iota(expected.begin(), expected.end(), 4u);
  EXPECT_EQ(read_buffer_as<std::uint32_t>(device, buffer, kCount), expected);
}

TEST_F(GpuTest, ImagesComeBackAsTheyWereUploaded) {
  ImageDesc desc;
  desc.format = VK_FORMAT_R8G8B8A8_UNORM;
  desc.extent = {7, 5};
  desc.layers = 3;
  desc.usage = VK_IMAGE_USAGE_TRANSFER_DST_BIT | VK_IMAGE_USAGE_TRANSFER_SRC_BIT | VK_IMAGE_USAGE_SAMPLED_BIT;
  Image image(device, desc);
  std::vector<std::byte> texels(7 * 5 * 4);
  for (std::size_t i = 0; i < texels.size(); ++i)
    texels[i] = static_cast<std::byte>(i * 37);
  Uploader uploader(device);
  uploader.to_image(image, 2, texels);
  uploader.flush();
  EXPECT_EQ(read_image(device, image, 2), texels);
}

TEST_F(GpuTest, RetiredThingsLiveUntilTheirFrameIsDone) {
  FrameRing ring(device);
  ring.begin();
  ring.retire(std::make_shared<Buffer>(device, 1024, MemoryUse::device));
  ring.submit();
  int const with_buffer = device.live_objects();
  ring.finish();
  EXPECT_EQ(device.live_objects(), with_buffer - 1);
}

TEST_F(GpuTest, NamesTheShaderFileThatIsMissing) {
  try {
    compute_pipeline(shaders(device), "no_such.comp");
    FAIL();
  } catch (GpuError const& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("no_such.comp.spv is missing; build the target `assets`"));
  }
}

TEST_F(GpuTest, AFrameThatOverflowsItsArenaSaysSo) {
  FrameArena arena(device, 1024);
  arena.take(1000);
  EXPECT_THROW(arena.take(1), GpuError);
}

TEST(Device, CountsWhatTheValidationLayersSay) {
  Device device({.validate = true, .instance_extensions = {}, .swapchain = false});
  VkBufferCreateInfo info{VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO}; // size 0 and usage 0 are both forbidden
  VkBuffer buffer = VK_NULL_HANDLE;
  vkCreateBuffer(device.handle(), &info, nullptr, &buffer);
  if (buffer) vkDestroyBuffer(device.handle(), buffer, nullptr);
  EXPECT_GE(device.log().count(), 1u);
  EXPECT_FALSE(device.log().first_messages().empty());
}

TEST(Device, DescribesItself) {
  Device device({});
  auto const text = to_text(device.capabilities());
  EXPECT_THAT(text, testing::HasSubstr("llvmpipe"));
  EXPECT_THAT(text, testing::HasSubstr("storage buffer range"));
  EXPECT_TRUE(device.capabilities().software);
}
