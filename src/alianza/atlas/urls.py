from alianza.atlas import corridor_routes, country_routes

app_name = "atlas"

# Words before codes: `/atlas/world/` is an address of its own, `/atlas/PHL/` a country's.
urlpatterns = [*corridor_routes.urlpatterns, *country_routes.urlpatterns]
