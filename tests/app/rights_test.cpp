#include "twin/app/rights.hpp"

#include <gtest/gtest.h>

namespace dalian::app {
namespace {

using security::Action;
using security::Role;

/// A request of the schema with this case set.
wire::Request request_of(google::protobuf::FieldDescriptor const& field) {
  wire::Request request;
  request.GetReflection()->MutableMessage(&request, &field);
  return request;
}

TEST(Rights, EveryRequestOfTheSchemaIsInTheTable) {
  auto const& requests = *wire::Request::descriptor()->oneof_decl(0);
  for (int i = 0; i < requests.field_count(); ++i) {
    auto const& field = *requests.field(i);
    EXPECT_NE(action_of(request_of(field)), Action::manage_keys)
        << field.name() << " is for admins only until it is entered in twin/app/rights.cpp";
  }
}

TEST(Rights, LookingIsForViewersAndIsNotAudited) {
  wire::Request snapshot, status;
  snapshot.mutable_snapshot();
  status.mutable_status();
  for (auto const& request : {snapshot, status}) {
    EXPECT_TRUE(security::may(Role::viewer, action_of(request)));
    EXPECT_FALSE(security::may(Role::connector, action_of(request)));
    EXPECT_FALSE(is_audited(action_of(request)));
  }
}

TEST(Rights, WhateverChangesSomethingIsAudited) {
  for (auto const action : security::kActions) {
    bool const looks = action == Action::ingest || action == Action::view || action == Action::seek;
    EXPECT_EQ(is_audited(action), !looks) << to_string(action);
  }
}

TEST(Rights, ARequestIsDescribedInBoundedSpace) {
  wire::Request request;
  request.mutable_status();
  EXPECT_EQ(describe(request), "status { }");
  request.GetReflection()->MutableUnknownFields(&request)->AddLengthDelimited(99, std::string(10'000, 'x'));
  EXPECT_LE(describe(request).size(), 512U);
}

} // namespace
} // namespace dalian::app
