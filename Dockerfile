# syntax=docker/dockerfile:1
# The shop of examples/ as one image: orchestrators, services and order desk are its main classes. See
# docker-compose.yml, which builds it and runs them all.

# Builds from source with the wrapper, which fetches Maven itself. The tests are for ./mvnw verify, not for here.
FROM eclipse-temurin:17-jdk AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -q -B -Dmaven.test.skip=true -Dspotless.check.skip -pl examples -am package \
    org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies \
    -DincludeScope=runtime -Dmdep.prependGroupId=true -DoutputDirectory=/app/lib \
 && mkdir -p /app/lib /app/orders \
 && cp examples/target/palinode-examples-*.jar /app/lib/ \
 && cp examples/orders/* /app/orders/

FROM eclipse-temurin:17-jre
RUN useradd --system --home-dir /app shop && mkdir -p /var/shop/books && chown shop /var/shop/books
COPY --from=build /app /app
WORKDIR /app
USER shop
ENV SHOP_BOOKS=/var/shop/books \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError"
# The main class comes with docker-compose.yml. It is process 1 of its container, so SIGTERM reaches it and it drains.
ENTRYPOINT ["java", "-cp", "/app/lib/*"]
