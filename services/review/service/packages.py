"""Commands and questions about packages."""

from __future__ import annotations

from services.chassis.causes import Call
from services.chassis.entrypoints import command, query
from services.contracts.requests import review_packages
from services.review.handlers import package_views, packages, packing
from services.review.service.part import Part


class Packages(Part):
    """Packages on their way to the region."""

    @command(review_packages.ClosePackage)
    def close_package(
        self, call: Call[review_packages.ClosePackage]
    ) -> review_packages.PackageChanged:
        return packing.close_package(self.app, call)

    @command(review_packages.DispatchPackage)
    def dispatch_package(
        self, call: Call[review_packages.DispatchPackage]
    ) -> review_packages.PackageChanged:
        return packages.dispatch_package(self.app, call)

    @command(review_packages.ReceivePackage)
    def receive_package(
        self, call: Call[review_packages.ReceivePackage]
    ) -> review_packages.PackageChanged:
        return packages.receive_package(self.app, call)

    @query(review_packages.ReadPackage)
    def read_package(
        self, call: Call[review_packages.ReadPackage]
    ) -> review_packages.PackageContents:
        return package_views.read_package(self.app, call)

    @query(review_packages.ReadPackageDesk)
    def read_package_desk(
        self, call: Call[review_packages.ReadPackageDesk]
    ) -> review_packages.PackageDesk:
        return package_views.read_package_desk(self.app, call)

    @query(review_packages.ReadPackagesReceived)
    def read_packages_received(
        self, call: Call[review_packages.ReadPackagesReceived]
    ) -> review_packages.PackagesReceived:
        return package_views.read_packages_received(self.app, call)
