#include "renderer/passes/shade_kernels.hpp"

#include "renderer/passes/gpu_types.hpp"

#include <algorithm>
#include <chrono>

namespace dalian::passes {
namespace {

std::unique_ptr<ShadeKernels::Set> make(gpu::ShaderFolder const& shaders, KernelKey key) {
  auto set = std::make_unique<ShadeKernels::Set>();
  set->key = key;
  for (std::uint32_t const kind : kinds_of(key.quality)) {
    std::uint32_t const look = kind == KIND_SKY ? key.look : key.look & ~LOOK_CLOUDS;
    std::array const constants{kind, look, static_cast<std::uint32_t>(key.quality)};
    set->kernels.push_back({kind, gpu::compute_pipeline(shaders, "shade.comp", constants)});
  }
  return set;
}

bool has_run(ShadeKernels::Set const& set) {
  return std::ranges::all_of(set.kernels, &ShadeKernels::Kernel::has_run);
}

/// Steps from one set to another: a wrong look shows more than a wrong quality.
int distance(KernelKey a, KernelKey b) {
  return (a.look != b.look ? 10 : 0) + std::abs(static_cast<int>(a.quality) - static_cast<int>(b.quality));
}

} // namespace

std::vector<std::uint32_t> kinds_of(Quality quality) {
  if (quality == Quality::plain) return {KIND_SKY, KIND_SEA, KIND_MODEL, KIND_PAVED, KIND_WAKE};
  std::vector<std::uint32_t> all(KIND_COUNT);
  for (std::uint32_t kind = 0; kind < KIND_COUNT; ++kind)
    all[kind] = kind;
  return all;
}

ShadeKernels::~ShadeKernels() {
  if (making_.valid()) making_.wait();
}

ShadeKernels::Set* ShadeKernels::find(KernelKey key) const {
  auto const it = std::ranges::find(sets_, key, [](auto const& set) { return set->key; });
  return it == sets_.end() ? nullptr : it->get();
}

ShadeKernels::Set& ShadeKernels::exactly(KernelKey key) {
  collect(making_.valid() && making_key_ == key);
  if (Set* const set = find(key)) return *set;
  return *sets_.emplace_back(make(shaders_, key));
}

ShadeKernels::Set& ShadeKernels::nearest(KernelKey key) {
  Set* best = nullptr;
  for (auto const& set : sets_)
    if (has_run(*set) && (best == nullptr || distance(set->key, key) < distance(best->key, key))) best = set.get();
  if (best == nullptr) return exactly(key);
  if (best->key != key) want(key);
  return *best;
}

bool ShadeKernels::ready(KernelKey key) const {
  Set const* const set = find(key);
  return set != nullptr && has_run(*set);
}

void ShadeKernels::want(KernelKey key) {
  collect(false);
  if (making_.valid() || find(key)) return;
  making_key_ = key;
  making_ = std::async(std::launch::async, [this, key] { return make(shaders_, key); });
}

ShadeKernels::Kernel* ShadeKernels::next_new() {
  collect(false);
  for (auto const& set : sets_)
    for (Kernel& kernel : set->kernels)
      if (!kernel.has_run) return &kernel;
  return nullptr;
}

void ShadeKernels::collect(bool wait) {
  if (!making_.valid()) return;
  if (!wait && making_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return;
  sets_.push_back(making_.get());
}

} // namespace dalian::passes
