// Columns give back the same records: every field of the schema, foreign bytes, broken blocks.
#include "twin/history/columns.hpp"

#include "tests/history/records.hpp"
#include "twin/history/real_column.hpp"
#include "twin/wire/wire.pb.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <google/protobuf/stubs/logging.h>
#include <limits>
#include <random>

namespace dalian::history {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

/// Random values in every field of the schema, about a third of them left out, whatever fields it will have.
class AnyMessage {
 public:
  explicit AnyMessage(std::uint32_t seed) : random_(seed) {}

  void fill(Message& m) {
    auto const& type = *m.GetDescriptor();
    for (int i = 0; i < type.field_count(); ++i)
      if (random_() % 3 != 0) fill(m, *type.field(i));
  }
  std::mt19937_64& random() { return random_; }

 private:
  void fill(Message& m, FieldDescriptor const& field) {
    auto const& r = *m.GetReflection();
    if (field.is_map()) return;
    if (field.is_repeated()) return fill_repeated(m, field);
    switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return fill(*r.MutableMessage(&m, &field));
    case FieldDescriptor::CPPTYPE_STRING:
      return r.SetString(&m, &field, "text " + std::to_string(random_() % 9));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return r.SetDouble(&m, &field, any_double());
    case FieldDescriptor::CPPTYPE_FLOAT:
      return r.SetFloat(&m, &field, std::bit_cast<float>(static_cast<std::uint32_t>(random_())));
    case FieldDescriptor::CPPTYPE_BOOL:
      return r.SetBool(&m, &field, random_() % 2 == 0);
    case FieldDescriptor::CPPTYPE_ENUM:
      return r.SetEnumValue(&m, &field, static_cast<int>(random_() % 9));
    case FieldDescriptor::CPPTYPE_UINT32:
      return r.SetUInt32(&m, &field, static_cast<std::uint32_t>(random_()));
    case FieldDescriptor::CPPTYPE_UINT64:
      return r.SetUInt64(&m, &field, random_());
    case FieldDescriptor::CPPTYPE_INT32:
      return r.SetInt32(&m, &field, static_cast<std::int32_t>(random_()));
    case FieldDescriptor::CPPTYPE_INT64:
      return r.SetInt64(&m, &field, static_cast<std::int64_t>(random_()));
    }
  }
  void fill_repeated(Message& m, FieldDescriptor const& field) {
    auto const& r = *m.GetReflection();
    for (std::uint64_t n = random_() % 4; n > 0; --n)
      switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        fill(*r.AddMessage(&m, &field));
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        r.AddString(&m, &field, "one of several");
        break;
      case FieldDescriptor::CPPTYPE_FLOAT:
        r.AddFloat(&m, &field, static_cast<float>(random_() % 100));
        break;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        r.AddDouble(&m, &field, any_double());
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        r.AddUInt32(&m, &field, static_cast<std::uint32_t>(random_()));
        break;
      default:
        break;
      }
  }
  double any_double() {
    switch (random_() % 4) {
    case 0:
      return static_cast<double>(random_() % 216'000'000) / 600'000.0 - 180;
    case 1:
      return static_cast<double>(random_() % 3'600'000'000) / 1e7;
    case 2:
      return -0.0;
    default:
      return std::bit_cast<double>(random_());
    }
  }
  std::mt19937_64 random_;
};

Record record_of(wire::Batch const& batch, Instant t_twin) {
  Record r;
  r.t_twin = t_twin;
  r.source = batch.source();
  r.epoch = batch.epoch();
  r.first_seq = batch.first_seq();
  r.n = static_cast<std::uint32_t>(batch.observations_size());
  r.bytes = batch.SerializeAsString();
  return r;
}

Record report_record(std::string bytes) {
  Record r;
  r.kind = RecordKind::report;
  r.t_twin = kNoon;
  r.source = "ais";
  r.epoch = 9;
  r.bytes = std::move(bytes);
  return r;
}

std::vector<Record> any_records(std::uint32_t seed, int batches) {
  AnyMessage any(seed);
  auto& random = any.random();
  std::vector<Record> records;
  std::uint64_t seq = 1;
  for (int b = 0; b < batches; ++b) {
    wire::Batch batch;
    batch.set_source("source-" + std::to_string(random() % 3));
    batch.set_epoch(random() % 2 == 0 ? 0xfedcba9876543210 : 1);
    batch.set_first_seq(random() % 9 == 0 ? random() : seq);
    batch.set_t_sent(random());
    batch.set_provenance(static_cast<wire::Provenance>(random() % 7));
    for (std::uint64_t n = random() % 6; n > 0; --n, ++seq) {
      auto& o = *batch.add_observations();
      any.fill(o);
      o.set_entity("mmsi:" + std::to_string(random() % 20));
    }
    records.push_back(record_of(batch, from_unix_ns(static_cast<std::int64_t>(random()))));
    if (random() % 10 == 0) records.push_back(report_record("report " + std::to_string(random() % 3)));
  }
  return records;
}

void expect_back(std::vector<Record> const& records, std::uint64_t kept_as_is = 0) {
  std::string const columns = encode_columns(records);
  auto const back = decode_columns(columns);
  ASSERT_TRUE(back);
  ASSERT_EQ(back->size(), records.size());
  for (std::size_t i = 0; i < records.size(); ++i)
    ASSERT_EQ((*back)[i], records[i]) << i;
  auto const summary = describe_columns(columns);
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->records, records.size());
  EXPECT_EQ(summary->kept_as_is, kept_as_is);
}

TEST(Columns, GiveBackEveryFieldOfTheSchemaBitByBit) {
  for (std::uint32_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE(seed);
    expect_back(any_records(seed, 40));
  }
  expect_back({});
  expect_back(any_records(1, 1));
}

wire::Batch steady_batch(int k) {
  wire::Batch batch;
  batch.set_source("ais");
  batch.set_epoch(7);
  batch.set_first_seq(1 + 3 * static_cast<std::uint64_t>(k));
  for (int ship = 0; ship < 3; ++ship) {
    auto& o = *batch.add_observations();
    auto const t = static_cast<std::uint64_t>(to_unix_ns(kNoon + std::chrono::seconds(10 * k)));
    o.set_entity("mmsi:41200000" + std::to_string(ship));
    o.set_kind(wire::VESSEL);
    o.set_t_obs(t);
    o.set_t_rx(t);
    batch.set_t_sent(t);
    auto& fix = *o.mutable_fix();
    fix.set_lon_deg((73'000'000 + 271 * k + ship) / 600'000.0);
    fix.set_lat_deg((23'000'000 - 97 * k) / 600'000.0);
    fix.set_sigma_m(10);
    fix.set_speed_mps(static_cast<float>((100 + k % 3) * 0.1 * 1852 / 3600));
  }
  return batch;
}

TEST(Columns, WhatMovesSteadilyTakesLessThanAByteAnObservation) {
  std::vector<Record> records;
  std::size_t plain = 0;
  for (int k = 0; k < 5000; ++k) {
    auto const batch = steady_batch(k);
    records.push_back(record_of(batch, from_unix_ns(static_cast<std::int64_t>(batch.t_sent()))));
    plain += records.back().bytes.size();
  }
  std::string const columns = encode_columns(records);
  std::printf("15 000 observations: %zu bytes as they came, %zu as columns\n", plain, columns.size());
  EXPECT_LT(columns.size(), 15'000U);
  expect_back(records);
}

TEST(Columns, KeepWhatTheyDoNotUnderstandAsItIs) {
  std::vector<Record> records{record_of(steady_batch(0), kNoon)};
  records.push_back(records[0]);
  records.back().bytes += std::string("\xfa\x3f\x03new", 6); // field 1023 of a newer connector
  records.push_back(records[0]);
  records.back().bytes = "not a message";
  records.push_back(records[0]);
  records.back().n = 2; // is not what the bytes say
  records.push_back(records[0]);
  records.back().epoch = 8;
  records.push_back(records[0]);
  std::string const bytes = records.back().bytes; // the same message with its fields in another order
  wire::Batch head;
  head.set_source("ais");
  std::size_t const first = head.SerializeAsString().size();
  records.back().bytes = bytes.substr(first) + bytes.substr(0, first);
  records.push_back(report_record(""));
  expect_back(records, 5);
}

TEST(Columns, NameTheirEntities) {
  auto const columns = encode_columns(std::vector<Record>{record_of(steady_batch(0), kNoon)});
  EXPECT_EQ(describe_columns(columns)->entities,
            (std::vector<std::string>{"mmsi:412000000", "mmsi:412000001", "mmsi:412000002"}));
  EXPECT_FALSE(describe_columns(""));
}

TEST(Columns, BrokenBytesAreRefusedOrGiveSomethingButNeverHarm) {
  auto const records = any_records(3, 20);
  std::string const whole = encode_columns(records);
  google::protobuf::LogSilencer const silent; // texts that are no longer UTF-8
  std::uint32_t const seed = 11;
  std::mt19937 random(seed);
  int refused = 0;
  for (int round = 0; round < 3000; ++round) {
    std::string broken = whole;
    if (round % 3 == 0) broken.resize(random() % whole.size());
    for (std::uint32_t k = random() % 3; k < 3 && !broken.empty(); ++k)
      broken[random() % broken.size()] = static_cast<char>(random());
    refused += decode_columns(broken) ? 0 : 1;
    (void)describe_columns(broken);
  }
  EXPECT_GT(refused, 1500) << "seed " << seed;
}

wire::Batch batch_of_version_1(int k) {
  wire::Batch batch = steady_batch(k);
  for (int ship = 0; ship < 3; ++ship) {
    auto& o = *batch.mutable_observations(ship);
    auto const t = 1'790'424'000'000'000'000 + 10'000'000'000 * static_cast<std::uint64_t>(k);
    o.set_t_obs(t);
    o.set_t_rx(t + static_cast<std::uint64_t>(ship));
    batch.set_t_sent(t + 2);
    o.mutable_fix()->set_course_deg(static_cast<float>(12.3 * k));
    if (ship == 1) o.mutable_vessel_static()->set_name("HAI YUN");
  }
  batch.set_provenance(wire::LIVE);
  return batch;
}

/// Written by the last program that wrote version 1.
char const* const kVersion1 =
    "010606000d0d06060e0101206d6d73693a343132303030303030313202020002020102370606020202060601000006060100"
    "0006060303030606020000060600000006060000000000060606000000121200010200010200010212328080acd58ac9eed8"
    "310202fc8fdfc04a0202fc8fdfc04a0202121200000000000000000000000404000004040307146169734841492059554e7a"
    "5328b52ffd203d05010080000001020002030401020301010203000600381980052804cb1c1a909101227a4328b52ffd203d"
    "c50000380101020102010106003837e09323cc1c3a022dfb6680087128b52ffd20487d0100f832352e313233343536373839"
    "313031312e3132323334362e313233343532300500591118aa6ee5b29a197cae280104040709202000010203050607000102"
    "030506070b0e1212010000020000010000121202000000000000000006060d0d0d122a8091cf459e04008291cf459e040084"
    "91cf459e040006060d0d0d122a80cff715c1010080cff715c1010080cff715c1010001020a80808092081212000000000000"
    "00000003061694fda48a08de950dde950d1212000202030202030202030614009ab3a6940880808008121200020203020203"
    "02020606020000";

TEST(Columns, OfVersion1AreStillRead) {
  std::string bytes;
  for (std::string_view hex = kVersion1; !hex.empty(); hex.remove_prefix(2))
    bytes.push_back(static_cast<char>(std::stoi(std::string(hex.substr(0, 2)), nullptr, 16)));
  auto const back = decode_columns(bytes);
  ASSERT_TRUE(back);
  ASSERT_EQ(back->size(), 3U);
  for (int k = 0; k < 3; ++k) {
    wire::Batch const batch = batch_of_version_1(k);
    EXPECT_EQ((*back)[static_cast<std::size_t>(k)],
              record_of(batch, from_unix_ns(static_cast<std::int64_t>(batch.t_sent()))));
  }
  EXPECT_EQ(describe_columns(bytes)->entities.size(), 3U);
}

TEST(RealColumn, GivesBackAnyReals) {
  AnyMessage any(5);
  auto& random = any.random();
  for (int round = 0; round < 200; ++round) {
    for (Real const kind : {Real::once, Real::twice}) {
      ValueColumn column;
      for (std::uint64_t entity = 0; entity < 20; ++entity) {
        std::uint64_t const how = random() % 5;
        for (std::uint64_t i = random() % 9; i > 0; --i) {
          auto const whole = static_cast<double>(random() % 100'000);
          double const value = how == 0   ? std::bit_cast<double>(random())
                               : how == 1 ? whole / 600'000
                               : how == 2 ? whole / 10 * (1852.0 / 3600)
                               : how == 3 ? 5.0 + static_cast<double>(i)
                                          : -whole / 10;
          column.values.push_back(kind == Real::twice ? std::bit_cast<std::uint64_t>(value)
                                                      : std::bit_cast<std::uint32_t>(static_cast<float>(value)));
          column.times.push_back(random() % 3 == 0 ? random() : 1'000'000'000 * (100 - i));
        }
        column.run_ends.push_back(column.values.size());
      }
      std::string out;
      write_real(out, column, kind);
      ValueColumn back{{}, column.times, column.run_ends};
      ByteReader in{out};
      ASSERT_TRUE(read_real(in, back, kind)) << "seed 5, round " << round;
      ASSERT_EQ(back.values, column.values) << "seed 5, round " << round;
      ASSERT_EQ(in.at, out.size());
    }
  }
}

TEST(RealColumn, WhatEachShipSaysOnceCostsTheBitsOfItsRange) {
  std::mt19937_64 random(6);
  ValueColumn column;
  for (int i = 0; i < 1000; ++i) {
    column.values.push_back(
        std::bit_cast<std::uint64_t>(static_cast<double>(35'000'000 + random() % 8'000'000) / 600'000));
    column.times.push_back(1);
    column.run_ends.push_back(column.values.size());
  }
  std::string out;
  write_real(out, column, Real::twice);
  EXPECT_LT(out.size(), 2'920U) << "23 bits each are 2875 bytes";
}

TEST(NameColumn, GivesBackAnyNames) {
  std::vector<std::string> const names{"",
                                       "000",
                                       "7",
                                       "mmsi:001234567",
                                       "mmsi:001234568",
                                       "mmsi:412",
                                       "car:T1-03",
                                       "a1b",
                                       "99999999999999999999",
                                       "mmsi:412",
                                       "text 18446744073709551615"};
  std::string out;
  write_names(out, names);
  ByteReader in{out};
  EXPECT_EQ(read_names(in), names);
  EXPECT_TRUE(in.ok && in.at == out.size());
}

TEST(NumberColumn, GivesBackAnyNumbers) {
  std::uint32_t const seed = 2;
  std::mt19937_64 random(seed);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::uint64_t> numbers(random() % 300);
    int const most = static_cast<int>(random() % 65);
    for (auto& n : numbers)
      n = most == 0 ? 0 : random() >> (64 - most);
    std::string out;
    write_column(out, numbers);
    ByteReader in{out};
    ASSERT_EQ(read_column(in, 300), numbers) << "seed " << seed << ", round " << round;
    ASSERT_TRUE(in.ok && in.at == out.size());
    ByteReader tight{out};
    EXPECT_TRUE(numbers.empty() || (read_column(tight, numbers.size() - 1).empty() && !tight.ok));
  }
}

TEST(NumberColumn, NoiseCostsItsBitsAndRepetitionNearlyNothing) {
  std::mt19937_64 random(4);
  std::vector<std::uint64_t> noise(10'000), pattern(10'000);
  for (std::size_t i = 0; i < noise.size(); ++i) {
    noise[i] = 4096 | random() % 4096;
    pattern[i] = 1'000'000 + i % 7 * 12'345;
  }
  std::string a, b;
  write_column(a, noise);
  write_column(b, pattern);
  EXPECT_LT(a.size(), 15'200U) << "12 bits each are 15 000 bytes";
  EXPECT_LT(b.size(), 200U);
}

} // namespace
} // namespace dalian::history
