#pragma once
// What a viewer reads from the frames of a publication or a snapshot.
#include "twin/app/deltas.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace dalian::app {

inline std::vector<wire::Delta> parse_delta(Frames const& frames) {
  std::vector<wire::Delta> out(frames.size());
  for (std::size_t i = 0; i < frames.size(); ++i)
    EXPECT_TRUE(out[i].ParseFromString(frames[i]));
  return out;
}

inline std::vector<wire::Snapshot> parse_snapshot(Frames const& frames) {
  std::vector<wire::Snapshot> out;
  for (auto const& frame : frames) {
    wire::Reply reply;
    EXPECT_TRUE(reply.ParseFromString(frame));
    out.push_back(reply.snapshot());
  }
  return out;
}

} // namespace dalian::app
