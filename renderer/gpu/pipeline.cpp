#include "renderer/gpu/pipeline.hpp"

#include "renderer/gpu/check.hpp"

namespace dalian::gpu {
namespace {

VkPipelineShaderStageCreateInfo stage(VkShaderStageFlagBits bit, ShaderModule const& module) {
  VkPipelineShaderStageCreateInfo info{VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO};
  info.stage = bit;
  info.module = module.get();
  info.pName = "main";
  return info;
}

VkPipelineColorBlendAttachmentState attachment(Blend blend) {
  VkPipelineColorBlendAttachmentState a{};
  a.colorWriteMask =
      VK_COLOR_COMPONENT_R_BIT | VK_COLOR_COMPONENT_G_BIT | VK_COLOR_COMPONENT_B_BIT | VK_COLOR_COMPONENT_A_BIT;
  if (blend == Blend::none) return a;
  a.blendEnable = VK_TRUE;
  a.srcColorBlendFactor = blend == Blend::alpha ? VK_BLEND_FACTOR_SRC_ALPHA : VK_BLEND_FACTOR_ONE;
  a.dstColorBlendFactor = blend == Blend::add ? VK_BLEND_FACTOR_ONE : VK_BLEND_FACTOR_ONE_MINUS_SRC_ALPHA;
  a.srcAlphaBlendFactor = VK_BLEND_FACTOR_ONE;
  a.dstAlphaBlendFactor = a.dstColorBlendFactor;
  return a;
}

/// The values of specialization constants 0, 1, … in the form Vulkan wants; they must outlive it.
struct Specialization {
  explicit Specialization(std::span<std::uint32_t const> constants) {
    for (std::uint32_t i = 0; i < constants.size(); ++i)
      entries.push_back({i, i * 4, 4});
    info = {static_cast<std::uint32_t>(entries.size()), entries.data(), constants.size_bytes(), constants.data()};
  }
  VkSpecializationInfo const* get() const { return entries.empty() ? nullptr : &info; }
  std::vector<VkSpecializationMapEntry> entries;
  VkSpecializationInfo info{};
};

} // namespace

Pipeline compute_pipeline(ShaderFolder const& shaders, std::string_view shader,
                          std::span<std::uint32_t const> constants) {
  auto const module = shaders.load(shader);
  Specialization const specialization(constants);
  VkComputePipelineCreateInfo info{VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO};
  info.stage = stage(VK_SHADER_STAGE_COMPUTE_BIT, module);
  info.stage.pSpecializationInfo = specialization.get();
  info.layout = shaders.device().pipeline_layout();
  VkPipeline pipeline = VK_NULL_HANDLE;
  check(vkCreateComputePipelines(shaders.device().handle(), VK_NULL_HANDLE, 1, &info, nullptr, &pipeline),
        "vkCreateComputePipelines");
  return {shaders.device(), pipeline};
}

// Longer than 60 lines would be nicer split, but this is one filled-in form: Vulkan's graphics pipeline, top to bottom.
Pipeline graphics_pipeline(ShaderFolder const& shaders, GraphicsDesc const& desc) {
  std::vector<ShaderModule> modules;
  std::vector<VkPipelineShaderStageCreateInfo> stages;
  modules.push_back(shaders.load(desc.vertex));
  stages.push_back(stage(VK_SHADER_STAGE_VERTEX_BIT, modules[0]));
  if (!desc.fragment.empty()) {
    modules.push_back(shaders.load(desc.fragment));
    stages.push_back(stage(VK_SHADER_STAGE_FRAGMENT_BIT, modules[1]));
  }
  Specialization const specialization(desc.constants);
  for (auto& s : stages)
    s.pSpecializationInfo = specialization.get();
  VkPipelineVertexInputStateCreateInfo const input{VK_STRUCTURE_TYPE_PIPELINE_VERTEX_INPUT_STATE_CREATE_INFO};
  VkPipelineInputAssemblyStateCreateInfo assembly{VK_STRUCTURE_TYPE_PIPELINE_INPUT_ASSEMBLY_STATE_CREATE_INFO};
  assembly.topology = desc.topology;
  VkPipelineViewportStateCreateInfo viewport{VK_STRUCTURE_TYPE_PIPELINE_VIEWPORT_STATE_CREATE_INFO};
  viewport.viewportCount = viewport.scissorCount = 1;
  VkPipelineRasterizationStateCreateInfo raster{VK_STRUCTURE_TYPE_PIPELINE_RASTERIZATION_STATE_CREATE_INFO};
  raster.cullMode = desc.cull;
  raster.frontFace = VK_FRONT_FACE_COUNTER_CLOCKWISE;
  raster.depthBiasEnable = desc.depth_bias;
  raster.lineWidth = 1;
  VkPipelineMultisampleStateCreateInfo samples{VK_STRUCTURE_TYPE_PIPELINE_MULTISAMPLE_STATE_CREATE_INFO};
  samples.rasterizationSamples = VK_SAMPLE_COUNT_1_BIT;
  VkPipelineDepthStencilStateCreateInfo depth{VK_STRUCTURE_TYPE_PIPELINE_DEPTH_STENCIL_STATE_CREATE_INFO};
  bool const has_depth = desc.depth != VK_FORMAT_UNDEFINED;
  depth.depthTestEnable = has_depth && desc.depth_test;
  depth.depthWriteEnable = has_depth && desc.depth_write;
  depth.depthCompareOp = VK_COMPARE_OP_GREATER_OR_EQUAL;
  std::vector<VkPipelineColorBlendAttachmentState> const attachments(desc.colors.size(), attachment(desc.blend));
  VkPipelineColorBlendStateCreateInfo blend{VK_STRUCTURE_TYPE_PIPELINE_COLOR_BLEND_STATE_CREATE_INFO};
  blend.attachmentCount = static_cast<std::uint32_t>(attachments.size());
  blend.pAttachments = attachments.data();
  std::vector<VkDynamicState> dynamics{VK_DYNAMIC_STATE_VIEWPORT, VK_DYNAMIC_STATE_SCISSOR};
  if (desc.depth_bias) dynamics.push_back(VK_DYNAMIC_STATE_DEPTH_BIAS);
  VkPipelineDynamicStateCreateInfo dynamic{VK_STRUCTURE_TYPE_PIPELINE_DYNAMIC_STATE_CREATE_INFO};
  dynamic.dynamicStateCount = static_cast<std::uint32_t>(dynamics.size());
  dynamic.pDynamicStates = dynamics.data();
  VkPipelineRenderingCreateInfo rendering{VK_STRUCTURE_TYPE_PIPELINE_RENDERING_CREATE_INFO};
  rendering.colorAttachmentCount = static_cast<std::uint32_t>(desc.colors.size());
  rendering.pColorAttachmentFormats = desc.colors.data();
  rendering.depthAttachmentFormat = desc.depth;

  VkGraphicsPipelineCreateInfo info{VK_STRUCTURE_TYPE_GRAPHICS_PIPELINE_CREATE_INFO, &rendering};
  info.stageCount = static_cast<std::uint32_t>(stages.size());
  info.pStages = stages.data();
  info.pVertexInputState = &input;
  info.pInputAssemblyState = &assembly;
  info.pViewportState = &viewport;
  info.pRasterizationState = &raster;
  info.pMultisampleState = &samples;
  info.pDepthStencilState = &depth;
  info.pColorBlendState = &blend;
  info.pDynamicState = &dynamic;
  info.layout = shaders.device().pipeline_layout();
  VkPipeline pipeline = VK_NULL_HANDLE;
  check(vkCreateGraphicsPipelines(shaders.device().handle(), VK_NULL_HANDLE, 1, &info, nullptr, &pipeline),
        "vkCreateGraphicsPipelines");
  return {shaders.device(), pipeline};
}

void draw_area(VkCommandBuffer cmd, VkExtent2D extent) {
  auto const w = static_cast<float>(extent.width), h = static_cast<float>(extent.height);
  VkViewport const viewport{0, h, w, -h, 0, 1};
  VkRect2D const scissor{{0, 0}, extent};
  vkCmdSetViewport(cmd, 0, 1, &viewport);
  vkCmdSetScissor(cmd, 0, 1, &scissor);
}

} // namespace dalian::gpu
