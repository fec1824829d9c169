#pragma once
// The kernels of shade.comp: one per kind of pixel, in sets by look and quality. Sets are made when asked for, or on a
// thread while another set stands in. One thread asks.
#include "renderer/gpu/pipeline.hpp"
#include "renderer/passes/quality.hpp"

#include <future>
#include <memory>
#include <vector>

namespace dalian::passes {

struct KernelKey {
  std::uint32_t look = 0; // LOOK_…
  Quality quality = Quality::full;
  bool operator==(KernelKey const&) const = default;
};

/// Pixels of these kinds are shaded in a picture of this quality.
std::vector<std::uint32_t> kinds_of(Quality quality);

class ShadeKernels {
 public:
  struct Kernel {
    std::uint32_t kind; // KIND_…
    gpu::Pipeline pipeline;
    bool has_run = false;
  };
  struct Set {
    KernelKey key;
    std::vector<Kernel> kernels;
  };

  explicit ShadeKernels(gpu::ShaderFolder const& shaders) : shaders_(shaders) {}
  ~ShadeKernels();
  ShadeKernels(ShadeKernels const&) = delete;
  ShadeKernels& operator=(ShadeKernels const&) = delete;

  /// Makes it first where it is missing: takes as long as that takes.
  Set& exactly(KernelKey key);
  /// That set if it is ready; else the ready one nearest to it, and `key` is begun. Only without any: exactly(key).
  Set& nearest(KernelKey key);
  /// All its kernels are there and have run once.
  bool ready(KernelKey key) const;
  /// Begins to make it on a thread, when no other is being made.
  void want(KernelKey key);
  /// A kernel that is made but has never run; null if there is none. Collects what the thread has finished.
  Kernel* next_new();

 private:
  Set* find(KernelKey key) const;
  void collect(bool wait);

  gpu::ShaderFolder shaders_;
  std::vector<std::unique_ptr<Set>> sets_;
  std::future<std::unique_ptr<Set>> making_;
  KernelKey making_key_;
};

} // namespace dalian::passes
