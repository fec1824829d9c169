#include "renderer/gpu/shader.hpp"

#include "renderer/gpu/check.hpp"

#include <fmt/format.h>
#include <fstream>
#include <vector>

namespace dalian::gpu {
namespace {

/// A header, then instructions that follow each other to the end (SPIR-V 1.6, section 2.3). Drivers may do anything
/// with less.
bool is_whole_spirv(std::vector<std::uint32_t> const& words) {
  constexpr std::uint32_t kMagic = 0x07230203, kHeader = 5;
  if (words.size() <= kHeader || words[0] != kMagic) return false;
  std::size_t at = kHeader;
  while (at < words.size() && words[at] >> 16 != 0)
    at += words[at] >> 16;
  return at == words.size();
}

} // namespace

ShaderModule ShaderFolder::load(std::string_view name) const {
  auto const file = folder_ / fmt::format("{}.spv", name);
  std::ifstream in(file, std::ios::binary | std::ios::ate);
  if (!in) throw GpuError(fmt::format("shader {} is missing; build the target `assets`", file.string()));
  auto const bytes = static_cast<std::size_t>(in.tellg());
  std::vector<std::uint32_t> words(bytes / 4);
  in.seekg(0);
  in.read(reinterpret_cast<char*>(words.data()), static_cast<std::streamsize>(words.size() * 4));
  if (bytes % 4 != 0 || !is_whole_spirv(words))
    throw GpuError(fmt::format("shader {} is not whole SPIR-V; build the target `assets` again", file.string()));
  VkShaderModuleCreateInfo info{VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO};
  info.codeSize = bytes;
  info.pCode = words.data();
  VkShaderModule module = VK_NULL_HANDLE;
  check(vkCreateShaderModule(device_->handle(), &info, nullptr, &module), "vkCreateShaderModule");
  return {*device_, module};
}

} // namespace dalian::gpu
