// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "das",
  products: [
    .library(name: "das", type: .dynamic, targets: ["DAS"]),
    .library(name: "DASCore", targets: ["DASCore"]),
  ],
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-serial-dev"])]),
    .target(name: "CDAS"),
    .target(name: "CHost"),
    .target(name: "CKernels"),
    .target(name: "DASCore", dependencies: ["CHost", "COpenBLAS", "CKernels"]),
    .target(name: "DAS", dependencies: ["CHost", "DASCore", "CDAS"], exclude: ["das.map"]),
    .testTarget(name: "DASCoreTests", dependencies: ["DASCore"]),
    // The generated das.h as a module: what CAPITests sees of DAS, and all of it.
    .systemLibrary(name: "DASHeader", path: "Tests/DASHeader"),
    .testTarget(name: "CAPITests", dependencies: ["DAS", "DASHeader"]),
  ]
)
