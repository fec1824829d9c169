#pragma once
// What is left of a block in a lower tier. Knows wire::Batch; decides nothing.
#include "twin/history/retention.hpp"

namespace dalian::history {

/// removed: nothing. thinned: the first sample of each second (t_obs) of each entity and source; all events, all of the
/// pilots, all that has no position; one feed report a minute. pilots: nothing but the pilots' observations. The
/// numbers of observations in a batch (first_seq + k) are not kept: what is this old is never asked for again by its
/// connector.
Block thin(Block block, Tier tier, RetentionPolicy const& policy);

} // namespace dalian::history
