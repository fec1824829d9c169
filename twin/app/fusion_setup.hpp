#pragma once
// What fusion is given beside the log: its figures, and the map of land, sea and roads. The same log gives the same
// tracks only with the same of both, so keyframes say what they were made with.
#include "twin/app/keyframe.pb.h"
#include "twin/fusion/fuse.hpp"

namespace dalian::app {

struct FusionSetup {
  fusion::Parameters parameters = fusion::default_parameters();
  fusion::SurfaceMap const* surface = nullptr; // null: nobody knows land from sea. Outlives what is made with it.
};

fusion::Fusion make_fusion(FusionSetup const& setup, unsigned threads);

void note_setup(FusionSetup const& setup, KeyframeState& state);
/// The error says what `state` was made with instead; a state that does not say it passes.
Status check_setup(KeyframeState const& state, FusionSetup const& setup);

} // namespace dalian::app
