#pragma once
// What is shown as data over the city, in the order it is drawn: a field, volumes, lines.
#include "renderer/passes/field_pass.hpp"
#include "renderer/passes/flow_pass.hpp"
#include "renderer/passes/volume_pass.hpp"

namespace dalian::passes {

class DataLayers {
 public:
  DataLayers(gpu::ShaderFolder const& shaders, glm::dvec2 origin)
      : field(shaders, origin), volumes(shaders), lines(shaders) {}

  FieldPass field;
  VolumePass volumes;
  FlowPass lines;

  void bind_targets(frame::RenderTargets const& targets) {
    field.bind_targets(targets);
    volumes.bind_targets(targets);
    lines.bind_targets(targets);
  }
  void add_passes(FrameContext& context) {
    field.add_pass(context);
    volumes.add_passes(context);
    lines.add_pass(context);
  }
};

} // namespace dalian::passes
