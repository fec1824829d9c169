#include "twin/app/fusion_setup.hpp"

namespace dalian::app {
namespace {

std::uint64_t surface_hash(FusionSetup const& setup) {
  return setup.surface ? setup.surface->hash() : 0;
}

} // namespace

fusion::Fusion make_fusion(FusionSetup const& setup, unsigned threads) {
  fusion::Fusion fusion(setup.parameters, threads);
  fusion.set_surface(setup.surface);
  return fusion;
}

void note_setup(FusionSetup const& setup, KeyframeState& state) {
  state.set_parameters_hash(setup.parameters.hash());
  state.set_surface_hash(surface_hash(setup));
}

Status check_setup(KeyframeState const& state, FusionSetup const& setup) {
  if (state.parameters_hash() == 0) return {};
  if (state.parameters_hash() != setup.parameters.hash()) return Error{"was made with other figures of fusion"};
  if (state.surface_hash() == surface_hash(setup)) return {};
  if (state.surface_hash() == 0) return Error{"was made without a map of land and sea"};
  return Error{setup.surface ? "was made with another city" : "was made with a map of land and sea (--city)"};
}

} // namespace dalian::app
