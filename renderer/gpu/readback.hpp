#pragma once
// Copies GPU results to the host now. For stills, tests and picking while nothing else is in flight.
#include "renderer/gpu/buffer.hpp"
#include "renderer/gpu/image.hpp"

#include <cstring>
#include <vector>

namespace dalian::gpu {

/// Layer `layer`, mip 0, rows tight. Needs TRANSFER_SRC usage; waits for the queue.
std::vector<std::byte> read_image(Device& device, Image const& image, std::uint32_t layer = 0);
std::vector<std::byte> read_buffer(Device& device, Buffer const& buffer);

template <class T>
std::vector<T> read_buffer_as(Device& device, Buffer const& buffer, std::size_t count) {
  auto const bytes = read_buffer(device, buffer);
  std::vector<T> items(count);
  std::memcpy(items.data(), bytes.data(), std::min(bytes.size(), count * sizeof(T)));
  return items;
}

} // namespace dalian::gpu
