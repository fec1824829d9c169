// The box city in OpenSceneGraph: boxes merged into one geometry per block of ground, so that its frustum culling works
// on few large things; fixed-function lighting, no shadows. Prints {device, ms} as JSON. osg_peer SCENE.json FRAMES
// WIDTHxHEIGHT SHOT.png; wants a display (Xvfb).
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <osg/Geode>
#include <osg/Geometry>
#include <osg/Light>
#include <osg/LightModel>
#include <osg/Material>
#include <osgDB/WriteFile>
#include <osgViewer/Viewer>

namespace {

constexpr double kBlock_m = 512;

struct Mesh {
  osg::ref_ptr<osg::Vec3Array> points = new osg::Vec3Array, normals = new osg::Vec3Array;
  osg::ref_ptr<osg::Vec4ubArray> colours = new osg::Vec4ubArray;
  osg::ref_ptr<osg::DrawElementsUInt> indices = new osg::DrawElementsUInt(GL_TRIANGLES);

  void side(osg::Vec3 const& middle, osg::Vec3 const& right, osg::Vec3 const& up, osg::Vec4ub const& colour) {
    auto const first = static_cast<unsigned>(points->size());
    osg::Vec3 normal = right ^ up;
    normal.normalize();
    for (auto [r, u] : {std::pair{-1.0F, -1.0F}, {1.0F, -1.0F}, {1.0F, 1.0F}, {-1.0F, 1.0F}}) {
      points->push_back(middle + right * r + up * u);
      normals->push_back(normal);
      colours->push_back(colour);
    }
    for (unsigned corner : {0U, 1U, 2U, 0U, 2U, 3U})
      indices->push_back(first + corner);
  }

  void box(nlohmann::json const& b) {
    float const w = b[2].get<float>() / 2, d = b[3].get<float>() / 2, h = b[4].get<float>() / 2;
    auto const tint = b[5].get<unsigned>();
    osg::Vec4ub const colour(tint & 255, tint >> 8 & 255, tint >> 16 & 255, 255);
    osg::Vec3 const middle(b[0].get<float>(), b[1].get<float>(), h), x(w, 0, 0), y(0, d, 0), z(0, 0, h);
    side(middle + z, x, y, colour);
    side(middle - y, x, z, colour);
    side(middle + y, -x, z, colour);
    side(middle + x, y, z, colour);
    side(middle - x, -y, z, colour);
  }

  osg::ref_ptr<osg::Geode> geode() const {
    osg::ref_ptr<osg::Geometry> g = new osg::Geometry;
    g->setVertexArray(points);
    g->setNormalArray(normals, osg::Array::BIND_PER_VERTEX);
    g->setColorArray(colours, osg::Array::BIND_PER_VERTEX);
    g->addPrimitiveSet(indices);
    g->setUseDisplayList(false);
    g->setUseVertexBufferObjects(true);
    osg::ref_ptr<osg::Geode> geode = new osg::Geode;
    geode->addDrawable(g);
    return geode;
  }
};

osg::ref_ptr<osg::Group> city(nlohmann::json const& boxes) {
  std::map<std::pair<int, int>, Mesh> blocks;
  for (auto const& b : boxes)
    blocks[{static_cast<int>(std::floor(b[0].get<double>() / kBlock_m)),
            static_cast<int>(std::floor(b[1].get<double>() / kBlock_m))}]
        .box(b);
  osg::ref_ptr<osg::Group> group = new osg::Group;
  for (auto const& [where, mesh] : blocks)
    group->addChild(mesh.geode());
  Mesh ground;
  ground.side({0, 0, 0}, {20000, 0, 0}, {0, 20000, 0}, {140, 136, 128, 255});
  group->addChild(ground.geode());
  auto* state = group->getOrCreateStateSet();
  osg::ref_ptr<osg::Material> paint = new osg::Material;
  paint->setColorMode(osg::Material::AMBIENT_AND_DIFFUSE);
  state->setAttributeAndModes(paint);
  return group;
}

void look(osgViewer::Viewer& viewer, nlohmann::json const& eye, double aspect) {
  double const heading = eye["heading_rad"], pitch = eye["pitch_rad"];
  osg::Vec3d const at(eye["east_m"], eye["north_m"], eye["up_m"]);
  osg::Vec3d const ahead(std::sin(heading) * std::cos(pitch), std::cos(heading) * std::cos(pitch), std::sin(pitch));
  viewer.getCamera()->setComputeNearFarMode(osg::CullSettings::DO_NOT_COMPUTE_NEAR_FAR);
  viewer.getCamera()->setProjectionMatrixAsPerspective(eye["vertical_field_rad"].get<double>() * 180 / M_PI, aspect, 1,
                                                       60000);
  viewer.getCamera()->setViewMatrixAsLookAt(at, at + ahead, osg::Vec3d(0, 0, 1));
}

/// Waits for the frame's pixels, as the other peers do, and keeps the device's name.
struct Finish : osg::Camera::DrawCallback {
  mutable std::string device;
  osg::ref_ptr<osg::Image> shot; // null: not wanted
  int width, height;
  Finish(int w, int h) : width(w), height(h) {}
  void operator()(osg::RenderInfo&) const override {
    glFinish();
    if (shot) shot->readPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE);
    device = reinterpret_cast<char const*>(glGetString(GL_RENDERER));
  }
};

} // namespace

int main(int argc, char** argv) {
  int width = 0, height = 0;
  if (argc != 5 || std::sscanf(argv[3], "%dx%d", &width, &height) != 2) return 2;
  auto const scene = nlohmann::json::parse(std::ifstream(argv[1]));
  osgViewer::Viewer viewer;
  viewer.setThreadingModel(osgViewer::Viewer::SingleThreaded);
  viewer.setUpViewInWindow(0, 0, width, height);
  viewer.setSceneData(city(scene["boxes"]));
  viewer.getCamera()->setClearColor({0.62F, 0.77F, 0.9F, 1});
  viewer.setLightingMode(osg::View::SKY_LIGHT);
  viewer.getLight()->setPosition({-0.8F, -0.3F, 0.35F, 0});
  viewer.getLight()->setAmbient({0.45F, 0.5F, 0.55F, 1});
  viewer.realize();
  look(viewer, scene["camera"], static_cast<double>(width) / height);
  osg::ref_ptr<Finish> finish = new Finish(width, height);
  viewer.getCamera()->setFinalDrawCallback(finish);
  std::vector<double> ms;
  for (int i = -3; i < std::atoi(argv[2]); ++i) {
    auto const begun = std::chrono::steady_clock::now();
    viewer.frame();
    double const took = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
    if (i >= 0) ms.push_back(took);
  }
  finish->shot = new osg::Image;
  viewer.frame();
  osgDB::writeImageFile(*finish->shot, argv[4]);
  std::printf("%s\n", nlohmann::json{{"device", finish->device}, {"ms", ms}}.dump().c_str());
}
